package io.firenet.model;

import io.firenet.file.ForeignText;
import io.firenet.preprocess.IntensityRule;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Rules of intensity as JSON, in model cards and in a run's {@code run.json}: one a channel. */
public final class IntensityRuleJson {

  /** The key that holds them; absent where every channel is standardised. */
  public static final String KEY = "intensity";

  private IntensityRuleJson() {}

  /**
   * {@return the rules as an array of objects {@code {"rule": NAME, …}}}
   *
   * @param rules a rule for each channel
   */
  public static JsonArray write(List<IntensityRule> rules) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (IntensityRule rule : rules) {
      JsonObjectBuilder json = Json.createObjectBuilder().add("rule", rule.name());
      if (rule instanceof IntensityRule.Ct ct) {
        json.add("low", ct.low()).add("high", ct.high()).add("mean", ct.mean()).add("sd", ct.sd());
      } else if (rule instanceof IntensityRule.Percentile percentile) {
        json.add("low", percentile.low()).add("high", percentile.high());
      }
      array.add(json);
    }
    return array.build();
  }

  /**
   * Of what {@link #write} makes.
   *
   * @param json the array
   * @return a rule for each channel
   * @throws IllegalArgumentException if it is something else; the message names the rule
   */
  public static List<IntensityRule> read(JsonValue json) {
    if (!(json instanceof JsonArray array)) {
      throw new IllegalArgumentException("\"intensity\" must be an array of rules, one a channel");
    }
    List<IntensityRule> rules = new ArrayList<>();
    for (JsonValue each : array) {
      rules.add(rule(each));
    }
    return rules;
  }

  private static IntensityRule rule(JsonValue json) {
    if (json instanceof JsonObject rule && rule.get("rule") instanceof JsonString name) {
      switch (name.getString()) {
        case "standardise":
          return IntensityRule.STANDARDISE;
        case "ct":
          return new IntensityRule.Ct(
              number(rule, "low"), number(rule, "high"), number(rule, "mean"), number(rule, "sd"));
        case "percentile":
          return new IntensityRule.Percentile(number(rule, "low"), number(rule, "high"));
        default:
      }
    }
    throw new IllegalArgumentException(
        "\"intensity\" knows the rules standardise, ct and percentile, got " + shown(json));
  }

  private static double number(JsonObject rule, String key) {
    if (rule.get(key) instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "\"intensity\": a rule needs a number \"%s\", got %s".formatted(key, shown(rule)));
  }

  private static String shown(JsonValue json) {
    return ForeignText.line(json.toString(), 80);
  }
}
