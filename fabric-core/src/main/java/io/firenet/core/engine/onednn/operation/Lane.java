package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * What one thread needs to run operations while others run theirs: a stream, and working memory.
 */
public final class Lane implements AutoCloseable {

  private final dnnl_engine engine;
  private final dnnl_stream stream = new dnnl_stream();
  private final Workspace scratchpad = new Workspace();

  Lane(dnnl_engine engine) {
    this.engine = engine;
    check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "create a stream");
  }

  /** That of all lanes, on which arguments lie. */
  dnnl_engine engine() {
    return engine;
  }

  dnnl_stream stream() {
    return stream;
  }

  /**
   * The address of working memory for one operation. All of a lane share it: left to itself, oneDNN
   * keeps some for each operation it has compiled, gigabytes in all.
   */
  public long scratchpad(long bytes) {
    return scratchpad.address(bytes);
  }

  /** The bytes of working memory, as large as any operation so far has wanted it. */
  long workingBytes() {
    return scratchpad.bytes();
  }

  @Override
  public void close() {
    scratchpad.close();
    dnnl_stream_destroy(stream);
  }
}
