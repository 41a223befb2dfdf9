package io.firenet.launcher.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A plugin project compiled, made a bundle and tested as its pom says, but without Maven. */
public record BuiltProject(Path bundle, Path testClasses) {

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  public static BuiltProject of(Path project) throws Exception {
    Path target = Files.createDirectories(project.resolve("target"));
    Path classes =
        compile(project.resolve("src/main/java"), target.resolve("compiled"), CLASS_PATH);
    Path bundle = bundle(classes, target.resolve("classes"));
    Path tests =
        compile(
            project.resolve("src/test/java"),
            target.resolve("test-classes"),
            bundle + File.pathSeparator + CLASS_PATH);
    return new BuiltProject(bundle, tests);
  }

  private static Path compile(Path sources, Path classes, String classPath) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xlint:all,-processing",
            "-Werror",
            "-d",
            classes.toString(),
            "-cp",
            classPath);
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> walk = Files.walk(sources)) {
      var units = files.getJavaFileObjectsFromPaths(walk.filter(Files::isRegularFile).toList());
      assertTrue(
          compiler.getTask(messages, files, null, options, null, units).call(), messages::toString);
    }
    return classes;
  }

  private static Path bundle(Path classes, Path bundle) throws Exception {
    try (Builder bnd = new Builder()) {
      bnd.setBundleSymbolicName("project");
      bnd.setProperty("-noimportjava", "true");
      bnd.setJar(classes.toFile());
      for (String entry : CLASS_PATH.split(File.pathSeparator)) {
        if (new File(entry).exists()) {
          bnd.addClasspath(new File(entry));
        }
      }
      Jar jar = bnd.build();
      assertEquals(List.of(), bnd.getErrors());
      jar.writeFolder(bundle.toFile());
    }
    return bundle;
  }

  /** The provider of that class. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows it
  public <P> P provider(String className) throws Exception {
    URL[] path = {bundle.toUri().toURL()};
    try (URLClassLoader classPath = new URLClassLoader(path)) {
      return (P) classPath.loadClass("org.example." + className).getConstructor().newInstance();
    }
  }

  /** Runs its contract tests; all must pass and none be skipped. */
  public void assertTestsPass(String className) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] path = {bundle.toUri().toURL(), testClasses.toUri().toURL()};
    try (URLClassLoader classPath = new URLClassLoader(path, before)) {
      thread.setContextClassLoader(classPath);
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(classPath.loadClass("org.example." + className)))
                  .build(),
              listener);
      TestExecutionSummary summary = listener.getSummary();
      List<String> failures = new ArrayList<>();
      summary
          .getFailures()
          .forEach(f -> failures.add(f.getTestIdentifier() + ": " + f.getException()));
      assertEquals(List.of(), failures);
      assertTrue(summary.getTestsFoundCount() >= 10, summary.getTestsFoundCount() + " tests");
      assertEquals(summary.getTestsFoundCount(), summary.getTestsSucceededCount());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
