package io.firenet.launcher.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the Javadoc of this project's sources says of record components and enum constants. */
final class SourceJavadoc {

  private static final List<Path> ROOTS =
      List.of(Path.of("../api/src/main/java"), Path.of("../fabric-core/src/main/java"));

  /** Texts by {@code package.Type.member}; nested types are joined by dots. */
  private final Map<String, String> texts = new HashMap<>();

  /** What is said of a record's component by {@code @param}, or of an enum's constant. */
  Optional<String> of(Class<?> type, String member) {
    String name = type.getCanonicalName();
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    if (!texts.containsKey(outer.getName())) {
      read(outer.getName());
    }
    return Optional.ofNullable(texts.get(name + "." + member));
  }

  private void read(String type) {
    texts.put(type, "");
    Path file =
        ROOTS.stream()
            .map(root -> root.resolve(type.replace('.', '/') + ".java"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no source of " + type + " in " + ROOTS));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var sources = files.getJavaFileObjects(file);
      JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, sources);
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Members(docs, type).scan(unit, unit.getPackageName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Members extends TreePathScanner<@Nullable Void, String> {

    private final DocTrees docs;
    private final String top;

    Members(DocTrees docs, String top) {
      this.docs = docs;
      this.top = top;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, String outer) {
      String name = outer + "." + tree.getSimpleName();
      if (!name.startsWith(top)) {
        return null;
      }
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        for (DocTree tag : comment.getBlockTags()) {
          if (tag instanceof ParamTree param) {
            texts.put(name + "." + param.getName(), text(param.getDescription()));
          }
        }
      }
      return super.visitClass(tree, name);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, String type) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        texts.putIfAbsent(type + "." + tree.getName(), text(comment.getFullBody()));
      }
      return null;
    }
  }

  private static String text(List<? extends DocTree> trees) {
    return trees.stream()
        .map(SourceJavadoc::text)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String text(DocTree tree) {
    if (tree instanceof LinkTree link) {
      String target = link.getReference().getSignature();
      return link.getLabel().isEmpty()
          ? "`" + target.substring(target.indexOf('#') + 1) + "`"
          : text(link.getLabel());
    } else if (tree instanceof LiteralTree literal) {
      return "`" + literal.getBody().getBody().strip() + "`";
    } else if (tree instanceof TextTree plain) {
      return plain.getBody(); // toString would escape letters that are not ASCII
    }
    return tree.toString();
  }
}
