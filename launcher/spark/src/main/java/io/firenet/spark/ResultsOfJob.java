package io.firenet.spark;

import io.firenet.launcher.cluster.Cluster.Results;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** A job whose results are told one by one as they come; the first failure ends it. */
final class ResultsOfJob<R extends Serializable>
    extends AbstractFunction2<Object, Outcome<R>, BoxedUnit> {

  private final JavaSparkContext context;
  private final String group;
  private final Results<R> results;
  private volatile @Nullable Exception failure;

  ResultsOfJob(JavaSparkContext context, String group, Results<R> results) {
    this.context = context;
    this.group = group;
    this.results = results;
  }

  /** The one element of a partition. */
  private static final class Only<E> extends AbstractFunction1<Iterator<E>, E>
      implements Serializable {
    @Override
    public E apply(Iterator<E> partition) {
      return partition.next();
    }
  }

  void run(JavaRDD<Outcome<R>> outcomes) throws Exception {
    ClassTag<Outcome<R>> tag = ClassTag$.MODULE$.apply(Outcome.class);
    context.setJobGroup(group, context.appName(), true);
    try {
      context.sc().runJob(outcomes.rdd(), new Only<Outcome<R>>(), this, tag);
    } catch (Exception e) { // Scala declares none
      rethrow(failure);
      throw e;
    } finally {
      context.clearJobGroup();
    }
    rethrow(failure);
  }

  private static void rethrow(@Nullable Exception failure)
      throws IOException, InterruptedException {
    if (failure != null) {
      new Outcome<Integer>(null, failure).get();
    }
  }

  @Override
  public BoxedUnit apply(Object item, Outcome<R> outcome) {
    if (failure == null) {
      try {
        results.add((Integer) item, outcome.get());
      } catch (Exception e) {
        failure = e;
        context.cancelJobGroup(group);
      }
    }
    return BoxedUnit.UNIT;
  }
}
