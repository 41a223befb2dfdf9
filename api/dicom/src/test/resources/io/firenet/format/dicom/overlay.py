"""Draws a SEG or an RTSTRUCT on its source series: SOURCE FOLDER, OBJECT, OUT.

OUT gets the labels as int16 in the order of the slices' positions along the normal, [D,H,W].
"""
import os
import sys

import numpy
import pydicom

slices = [pydicom.dcmread(os.path.join(sys.argv[1], name)) for name in sorted(os.listdir(sys.argv[1]))]
cosines = numpy.array(slices[0].ImageOrientationPatient, float)
normal = numpy.cross(cosines[:3], cosines[3:])
slices.sort(key=lambda s: numpy.dot(normal, numpy.array(s.ImagePositionPatient, float)))
depth = {s.SOPInstanceUID: k for k, s in enumerate(slices)}
rows, columns = slices[0].Rows, slices[0].Columns
labels = numpy.zeros((len(slices), rows, columns), "<i2")
data = pydicom.dcmread(sys.argv[2])
assert data.PatientName == slices[0].PatientName, data.PatientName
assert data.StudyInstanceUID == slices[0].StudyInstanceUID
if data.Modality == "SEG":
    frames = data.pixel_array.reshape(-1, rows, columns)
    for frame, groups in zip(frames, data.PerFrameFunctionalGroupsSequence):
        source = groups.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
        place = numpy.array(groups.PlanePositionSequence[0].ImagePositionPatient, float)
        assert numpy.allclose(place, numpy.array(slices[depth[source]].ImagePositionPatient, float), atol=1e-4)
        if data.SegmentationType == "BINARY":
            labels[depth[source]][frame == 1] = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        else:
            labels[depth[source]] = frame
else:
    for region in data.ROIContourSequence:
        for contour in region.get("ContourSequence", []):
            k = depth[contour.ContourImageSequence[0].ReferencedSOPInstanceUID]
            points = numpy.array(contour.ContourData, float).reshape(-1, 3)
            assert len(points) == contour.NumberOfContourPoints
            offset = points - numpy.array(slices[k].ImagePositionPatient, float)
            assert abs(offset @ normal).max() < 1e-3, "not in its plane"
            x = offset @ cosines[:3] / float(slices[k].PixelSpacing[1])
            y = offset @ cosines[3:] / float(slices[k].PixelSpacing[0])
            inside = numpy.zeros((rows, columns), bool)
            for j in range(rows):  # even-odd rule at the centres of pixels
                for a in range(len(x)):
                    b = (a + 1) % len(x)
                    if (y[a] > j) != (y[b] > j):
                        cross = x[a] + (j - y[a]) / (y[b] - y[a]) * (x[b] - x[a])
                        inside[j, : max(0, int(numpy.ceil(cross)))] ^= True
            assert not (labels[k][inside] != 0).any(), "contours overlap"
            labels[k][inside] = region.ReferencedROINumber
labels.tofile(sys.argv[3])
