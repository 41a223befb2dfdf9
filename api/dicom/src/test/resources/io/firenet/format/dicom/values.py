"""Prints, for each file named, its frames as pydicom reads them: rows, columns, frames, sum, SHA-256 of int32.

The values themselves go into files that are named after their hash, beside this script.
"""
import hashlib
import os
import sys

import numpy
import pydicom

for path in sys.argv[1:]:
    try:
        data = pydicom.dcmread(path, force=True)
        if data.get("SamplesPerPixel", 1) != 1 or "PixelData" not in data:
            continue
        pixels = data.pixel_array.astype("<i4")
    except Exception as error:  # what pydicom does not read either
        print("#", path, type(error).__name__, str(error).split("\n")[0], sep="\t")
        continue
    frames = 1 if pixels.ndim == 2 else pixels.shape[0]
    raw = numpy.ascontiguousarray(pixels).tobytes()
    digest = hashlib.sha256(raw).hexdigest()
    with open(os.path.join(os.path.dirname(__file__), digest), "wb") as out:
        out.write(raw)
    print(path, pixels.shape[-2], pixels.shape[-1], frames, int(pixels.sum(dtype="i8")), digest, sep="\t")
