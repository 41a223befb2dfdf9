"""Prints for each file: sides x,y,z; the 12 numbers of voxel to RAS; the SHA-256 of its voxels as uint16, x fastest."""
import hashlib
import sys

import nibabel
import numpy

for file in sys.argv[1:]:
    image = nibabel.load(file)
    voxels = numpy.asanyarray(image.dataobj).astype("<u2").flatten(order="F")
    print(",".join(str(side) for side in image.shape),
          ",".join(repr(float(value)) for value in image.affine[:3].flatten()),
          hashlib.sha256(voxels.tobytes()).hexdigest())
