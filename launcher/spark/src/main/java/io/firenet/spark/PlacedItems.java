package io.firenet.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Items of a partition each, with the place where it had best be. */
final class PlacedItems {

  private PlacedItems() {}

  static <T> JavaRDD<T> of(JavaSparkContext context, List<T> items, List<String> places) {
    List<Tuple2<T, Seq<String>>> placed = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<String> place = places.get(i).isEmpty() ? List.of() : List.of(places.get(i));
      placed.add(new Tuple2<>(items.get(i), seq(place)));
    }
    ClassTag<T> tag = ClassTag$.MODULE$.apply(Object.class);
    return new JavaRDD<>(context.sc().makeRDD(seq(placed), tag), tag);
  }

  private static <E> Seq<E> seq(List<E> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
