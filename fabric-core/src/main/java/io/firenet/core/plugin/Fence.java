package io.firenet.core.plugin;

import io.firenet.architecture.NetworkProvider;
import io.firenet.format.ImageWriter;
import io.firenet.network.NetworkException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between this program and the code of one plugin. Whatever the code does, the caller
 * gets what was promised, an {@link IOException} of a method that declares it, or a {@link
 * PluginException} that names the plugin's file: for errors of any kind, for {@code null}, and for
 * calls that do not end in time. A call that hangs goes on in a thread of its own, which does not
 * keep the program alive.
 */
public final class Fence {

  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
  private static final String API = "io.firenet.";
  private static final String ADVICE = "; ask the plugin's author";

  private final PluginSource source;
  private final Patience patience;

  /**
   * The fence of a plugin.
   *
   * @param source whose code it is, for messages
   */
  public Fence(PluginSource source) {
    this(source, Patience.chosen());
  }

  Fence(PluginSource source, Patience patience) {
    this.source = source;
    this.patience = patience;
  }

  /**
   * The object behind the fence: each of its methods is called as {@link #call} does.
   *
   * @param type what it is to this program; must be an interface
   * @param target the plugin's object
   * @param <T> the type, such as {@link io.firenet.format.ImageFormatProvider}
   * @return an object of the same type that this program may call
   */
  public <T> T around(Class<T> type, T target) {
    return around(type, target, Map.of());
  }

  /**
   * @param known what methods without parameters answer, by name, without being asked again
   */
  <T> T around(Class<T> type, T target, Map<String, Object> known) {
    Set<Class<?>> interfaces = new LinkedHashSet<>(List.of(type));
    for (Class<?> each = target.getClass(); each != null; each = each.getSuperclass()) {
      for (Class<?> more : each.getInterfaces()) {
        if (more.getName().startsWith(API) && type.isAssignableFrom(more)) {
          interfaces.add(more); // a case may be a WholeImageCase
        }
      }
    }
    return type.cast(
        Proxy.newProxyInstance(
            Fence.class.getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            new Fenced(target, known)));
  }

  /**
   * Runs a plugin's code.
   *
   * @param what the code, for messages, such as {@code org.example.HipDataset.open}
   * @param kind how long it may take
   * @param code calls the plugin
   * @param <T> what the code returns
   * @return what the code returns
   * @throws PluginException if it fails with anything but an IOException, or does not end in time
   * @throws IOException as the code does; an {@link InterruptedIOException} if this thread is
   *     interrupted
   */
  public <T> T call(String what, Patience.Kind kind, Callable<T> code) throws IOException {
    return run(what, kind, code, true);
  }

  private <T> T run(String what, Patience.Kind kind, Callable<T> code, boolean reads)
      throws IOException {
    FutureTask<T> task = new FutureTask<>(code);
    // The name tells who ended the program, should it call System.exit.
    Thread thread = new Thread(task, threadName(what));
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return await(task, what, kind);
        } catch (InterruptedException e) {
          interrupted = true;
          if (reads) { // others cannot say so to their callers, and are soon over
            thread.interrupt();
            throw new InterruptedIOException("interrupted");
          }
        }
      }
    } catch (ExecutionException e) {
      throw failure(what, e.getCause(), reads);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new PluginException(
          "%s: %s did not end within %s%s, or raise the limit with FIRENET_JAVA_OPTS=-D%s=SECONDS"
              .formatted(source, what, patience.describe(kind), ADVICE, Patience.PROPERTY),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T await(FutureTask<T> task, String what, Patience.Kind kind)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    long end = begin + patience.limit(kind).toNanos();
    long told = patience.told(kind).toNanos();
    while (true) {
      long left = end - System.nanoTime();
      try {
        return task.get(Math.max(0, Math.min(left, told)), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (end - System.nanoTime() <= 0) {
          throw e;
        }
        told *= 2;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        LOG.warn("{}: still waiting for {} after {} s", source.file(), what, seconds);
      }
    }
  }

  private String threadName(String what) {
    return "plugin %s: %s".formatted(source.file(), what);
  }

  /**
   * The plugin and its method that a thread runs; null for a thread of something else.
   *
   * @param thread any thread of this process
   * @return such as {@code org.example.HipDataset.open}
   */
  public static @Nullable String whatRunsIn(Thread thread) {
    String name = thread.getName();
    return name.startsWith("plugin ") ? name.substring("plugin ".length()) : null;
  }

  private IOException failure(String what, Throwable cause, boolean reads) {
    if (cause instanceof PluginException known) {
      throw known;
    } else if (cause instanceof Expected expected) {
      throw (IllegalArgumentException) expected.getCause();
    } else if (reads && cause instanceof IOException io) {
      return io;
    } else if (reads && cause instanceof UncheckedIOException io) {
      return io.getCause();
    } else if (cause instanceof OutOfMemoryError) {
      throw new PluginException(
          "%s: %s ran out of memory (%s); give Java more with FIRENET_JAVA_OPTS=-Xmx…, or%s"
              .formatted(source, what, words(cause), ADVICE.substring(1)),
          cause);
    }
    throw new PluginException(
        "%s: %s fails: %s%s".formatted(source, what, words(cause), ADVICE), cause);
  }

  /**
   * The error in one line; even its message may be a plugin's code that fails.
   *
   * @param error thrown by a plugin
   * @return one line; the error's class where its message cannot be had
   */
  public static String words(Throwable error) {
    try {
      return String.valueOf(error).lines().findFirst().orElse("");
    } catch (Throwable e) {
      return error.getClass().getName();
    }
  }

  /**
   * Runs a plugin's code that reads nothing and is over at once.
   *
   * @param what the code, for messages
   * @param code calls the plugin
   * @param <T> what the code returns
   * @return what the code returns
   * @throws PluginException if it fails, with an IOException too, or does not end in time
   */
  public <T> T ask(String what, Callable<T> code) {
    try {
      return run(what, Patience.Kind.START, code, false);
    } catch (IOException e) {
      throw new IllegalStateException("none is let through", e);
    }
  }

  /**
   * What a method returned.
   *
   * @throws PluginException if that is nothing
   */
  <T> T required(String what, @Nullable T result) {
    if (result == null) {
      throw wrong(what, "returned null");
    }
    return result;
  }

  /** The list as it is now; whoever returned it may change it later. */
  <T> List<T> withoutNull(String what, List<T> list) {
    List<T> all = new ArrayList<>();
    for (T each : list) {
      if (each == null) {
        throw wrong(what, "returned a list with null in it");
      }
      all.add(each);
    }
    return List.copyOf(all);
  }

  /** That a method returned {@code null} or the like. */
  PluginException wrong(String what, String returned) {
    return new PluginException("%s: %s %s%s".formatted(source, what, returned, ADVICE));
  }

  /**
   * Whose fence it is.
   *
   * @return as messages name it
   */
  public PluginSource source() {
    return source;
  }

  /** Carries an exception that a method's contract has. */
  private static final class Expected extends Exception {

    private static final long serialVersionUID = 1L;

    Expected(Exception cause) {
      super(cause);
    }
  }

  private final class Fenced implements InvocationHandler {

    private final Object target;
    private final Map<String, Object> known;

    Fenced(Object target, Map<String, Object> known) {
      this.target = target;
      this.known = known;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      String what = target.getClass().getName() + "." + method.getName();
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(proxy, method, arguments);
      } else if (arguments == null && known.containsKey(method.getName())) {
        return known.get(method.getName());
      }
      boolean reads = List.of(method.getExceptionTypes()).contains(IOException.class);
      Callable<@Nullable Object> code = () -> answer(what, method, arguments);
      return run(what, Patience.Kind.of(method, reads), code, reads);
    }

    private @Nullable Object answer(String what, Method method, Object @Nullable [] arguments)
        throws Exception {
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Exception exception) {
          throw expected(exception) ? new Expected(exception) : exception;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new UndeclaredThrowableException(e.getCause());
      }
      boolean nothing =
          method.getReturnType() == void.class
              || method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
      if (!nothing) {
        required(what, result);
      }
      return result instanceof List<?> list ? withoutNull(what, list) : result;
    }

    /** They say with it that they cannot serve a request; one built wrongly is a fault. */
    private boolean expected(Exception e) {
      return (target instanceof NetworkProvider || target instanceof ImageWriter)
          && e instanceof IllegalArgumentException
          && !(e instanceof NetworkException);
    }

    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> target.getClass().getName();
      };
    }
  }
}
