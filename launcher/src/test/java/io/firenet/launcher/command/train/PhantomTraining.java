package io.firenet.launcher.command.train;

import io.firenet.launcher.CommandRun;
import io.firenet.launcher.SmallTraining;
import java.util.ArrayList;
import java.util.List;

/** Training on phantoms, for the tests of {@code train}. */
abstract class PhantomTraining extends SmallTraining {

  static final String DATA = "phantom:cases=5,size=24";

  final CommandRun train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", DATA));
    arguments.addAll(List.of("--out", run, "--config", config, "--plugins", plugins));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  static CommandRun run(Object... arguments) {
    return CommandRun.of(arguments);
  }
}
