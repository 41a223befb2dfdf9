package io.firenet.server.job;

import io.firenet.server.http.Caller;
import io.firenet.server.http.EventStream;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /api/jobs}. */
public final class JobRoutes {

  private final JobStore jobs;
  private final EventStream events;

  public JobRoutes(JobStore jobs, EventStream events) {
    this.jobs = jobs;
    this.events = events;
  }

  public void addTo(RouteList routes) {
    routes.post("/api/jobs", this::add);
    routes.get("/api/jobs/{id}", ctx -> Reply.json(ctx, 200, JobJson.of(job(ctx))));
    routes.get("/api/jobs/{id}/events", this::follow);
    routes.delete("/api/jobs/{id}", this::remove);
  }

  private Job job(Context ctx) {
    return jobs.get(ctx.pathParam("id"));
  }

  private void add(Context ctx) throws IOException {
    Job job = jobs.add(JobRequest.of(Reply.body(ctx)), Caller.of(ctx));
    Reply.json(ctx, 202, JobJson.of(job));
  }

  private void follow(Context ctx) throws IOException, InterruptedException {
    Job job = job(ctx);
    if (EventStream.answersHead(ctx)) {
      return; // which is no following
    }
    job.follow();
    try {
      events.send(ctx, job::next);
    } finally {
      job.unfollow();
    }
  }

  /** Cancels what is not over; forgets what is. */
  private void remove(Context ctx) {
    Job job = job(ctx);
    if (job.isOver()) {
      jobs.remove(job.id());
    } else {
      job.cancel();
    }
    ctx.status(204);
  }
}
