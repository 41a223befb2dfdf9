package io.firenet.launcher.host;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Why a bundle does not start: what its manifest asks for and this program does not offer. */
final class UnmetRequirements {

  private static final String API = "io.firenet.";
  private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)");
  private static final Pattern VERSION = Pattern.compile("\\(version>?=([\\w.]+)\\)");

  private final Bundle bundle;
  private final List<BundleCapability> offered;

  UnmetRequirements(Bundle bundle, Bundle framework) {
    this.bundle = bundle;
    offered = framework.adapt(BundleRevision.class).getDeclaredCapabilities(null);
  }

  /** One line for people. */
  String explain(BundleException e) {
    return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
        .filter(each -> !"optional".equals(each.getDirectives().get("resolution")))
        .filter(each -> offered.stream().noneMatch(each::matches))
        .map(this::explain)
        .findFirst()
        .orElseGet(() -> failure(e));
  }

  private String explain(BundleRequirement lacking) {
    String filter = String.valueOf(lacking.getDirectives().get(Constants.FILTER_DIRECTIVE));
    Matcher name = PACKAGE.matcher(filter);
    if (name.find()) {
      return lackingPackage(name.group(1), filter);
    } else if (lacking.getNamespace().equals("osgi.ee")) {
      return "needs Java %s, this is Java %s; run FIRENet with a later Java, or get the plugin's build for this one"
          .formatted(version(filter), Runtime.version().feature());
    }
    return "needs %s %s, which this program does not offer; ask the plugin's author"
        .formatted(lacking.getNamespace(), filter);
  }

  private String lackingPackage(String name, String filter) {
    Version here =
        offered.stream()
            .filter(each -> name.equals(each.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE)))
            .map(each -> (Version) each.getAttributes().get(Constants.VERSION_ATTRIBUTE))
            .findFirst()
            .orElse(null);
    if (name.startsWith(API) && here != null) {
      return "is built for API %s, this is API %s.%s; get the plugin's build for this API, or the FIRENet it was built for"
          .formatted(version(filter), here.getMajor(), here.getMinor());
    } else if (name.startsWith(API)) {
      return "uses the package %s, which is not part of this FIRENet's API; use what the API has, or get a later FIRENet"
          .formatted(name);
    }
    return "needs the package %s, which neither the API nor the JDK offers; pack the library into the plugin's jar"
        .formatted(name);
  }

  private static String version(String filter) {
    Matcher matcher = VERSION.matcher(filter);
    return matcher.find() ? matcher.group(1).replaceFirst("(\\.0)+$", "") : "of another version";
  }

  private static String failure(BundleException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String what = cause == e ? e.getMessage() : cause.toString();
    return "cannot be started: %s; ask the plugin's author"
        .formatted(String.valueOf(what).lines().findFirst().orElse(""));
  }
}
