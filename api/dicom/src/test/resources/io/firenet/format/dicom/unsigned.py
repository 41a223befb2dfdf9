"""Writes a file with signed values as one with unsigned ones, 1024 higher and 2048 at most: IN, OUT."""
import sys

import numpy
import pydicom

data = pydicom.dcmread(sys.argv[1])
pixels = numpy.clip(data.pixel_array.astype("i4") + 1024, 0, 4095)
for keyword in ("PixelPaddingValue", "SmallestImagePixelValue", "LargestImagePixelValue"):
    if keyword in data:
        del data[keyword]
data.PixelRepresentation = 0
data.BitsStored = 12
data.HighBit = 11
data.PixelData = pixels.astype("<u2").tobytes()
data.save_as(sys.argv[2])
