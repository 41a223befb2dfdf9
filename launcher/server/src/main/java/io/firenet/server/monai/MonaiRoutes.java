package io.firenet.server.monai;

import io.firenet.server.http.Access;
import io.firenet.server.http.RouteList;
import io.firenet.server.image.ImageStore;
import io.firenet.server.job.ModelPass;
import io.firenet.server.model.ModelList;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.Room;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.server.storage.Uploads;
import io.firenet.server.training.RunList;
import io.firenet.server.training.TrainingStarter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The interface of MONAI Label's server, as far as its clients for 3D Slicer and others use it. Of
 * what it can answer they are told by {@code /info/}.
 */
public final class MonaiRoutes implements AutoCloseable {

  private final Datastore datastore;
  private final TrainingTasks tasks;

  /**
   * @param studies the folder of images; without one they lie in the temporary folder
   * @param starter starts trainings; without one there are none
   */
  public MonaiRoutes(
      Optional<Path> studies,
      TemporaryFolder temporary,
      MemoryGate memory,
      RunList runs,
      Optional<TrainingStarter> starter)
      throws IOException {
    Room room = studies.isPresent() ? null : temporary.room("datastore", "sent");
    datastore = new Datastore(room == null ? studies.orElseThrow() : room.folder(), memory, room);
    tasks = new TrainingTasks(datastore, runs, studies.flatMap(folder -> starter));
  }

  public void addTo(
      RouteList routes,
      String software,
      Access access,
      ModelList models,
      ImageStore images,
      ModelPass pass,
      PassQueue queue,
      Uploads uploads,
      TemporaryFolder temporary) {
    new InfoRoutes(software, models, datastore, tasks, access).addTo(routes);
    new SampleRoutes(datastore).addTo(routes);
    new DatastoreRoutes(datastore, models, uploads, temporary).addTo(routes);
    new InferRoutes(models, datastore, images, pass, queue, uploads, temporary).addTo(routes);
    new TrainRoutes(tasks).addTo(routes);
  }

  /** Ends a training that was started. */
  @Override
  public void close() {
    tasks.close();
  }
}
