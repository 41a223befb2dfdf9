"""Writes a file in JPEG 2000, lossless (.90) and lossy (.91): IN, OUT for .90, OUT for .91."""
import sys

import gdcm

reader = gdcm.ImageReader()
reader.SetFileName(sys.argv[1])
assert reader.Read()
for out, syntax in ((sys.argv[2], gdcm.TransferSyntax.JPEG2000Lossless), (sys.argv[3], gdcm.TransferSyntax.JPEG2000)):
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer = gdcm.ImageWriter()
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    writer.SetFileName(out)
    assert writer.Write()
