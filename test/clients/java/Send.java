import io.openlineage.client.Clients;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.utils.UUIDUtils;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/** Sends one run (START, COMPLETE) with the real client, set up by the file given first; the second argument names the job. */
class Send {
  static final OpenLineage OL = new OpenLineage(URI.create("https://example.com/clients"));

  public static void main(String[] args) throws Exception {
    UUID run = UUIDUtils.generateNewUUID();
    try (OpenLineageClient client = Clients.newClient(() -> List.of(Path.of(args[0])))) {
      for (EventType state : List.of(EventType.START, EventType.COMPLETE)) client.emit(event(state, run, args[1]));
    }
    System.out.println(run);
  }

  static OpenLineage.RunEvent event(EventType state, UUID run, String job) {
    return OL.newRunEventBuilder()
        .eventType(state)
        .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
        .run(OL.newRunBuilder().runId(run).build())
        .job(OL.newJobBuilder().namespace("clients").name(job).build())
        .inputs(List.of(OL.newInputDatasetBuilder().namespace("postgres://shop:5432").name("shop.public.customers").build()))
        .outputs(List.of(OL.newOutputDatasetBuilder().namespace("postgres://shop:5432").name("shop.public.contacts").facets(facets()).build()))
        .build();
  }

  static OpenLineage.DatasetFacets facets() {
    var transformation = OL.newInputFieldTransformationsBuilder().type("DIRECT").subtype("TRANSFORMATION").build();
    var from = OL.newInputFieldBuilder().namespace("postgres://shop:5432").name("shop.public.customers").field("email").transformations(List.of(transformation)).build();
    var field = OL.newColumnLineageDatasetFacetFieldsAdditionalBuilder().inputFields(List.of(from)).build();
    var fields = OL.newColumnLineageDatasetFacetFieldsBuilder().put("email_hash", field).build();
    var schema = OL.newSchemaDatasetFacet(List.of(OL.newSchemaDatasetFacetFieldsBuilder().name("email_hash").type("text").build()));
    return OL.newDatasetFacetsBuilder().schema(schema).columnLineage(OL.newColumnLineageDatasetFacet(fields, null)).build();
  }
}
