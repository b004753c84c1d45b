package outside.embedding;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;

/** The image that is released, whose id one parameter holds encrypted. */
public final class ReleaseParameter implements UsageSourceProvider {

  private static final String ACTION = "ssm:GetParameter";
  private static final String NAME = "/release/image";

  @Override
  public String name() {
    return "outside.release";
  }

  @Override
  public Map<String, List<String>> permissions() {
    return Map.of(ACTION, List.of("arn:aws:ssm:*:*:parameter" + NAME));
  }

  @Override
  public void read(UsageReading reading) {
    String value =
        reading
            .client(SsmClient.class, SsmClient::builder)
            .call(
                ACTION,
                SsmClient::getParameter,
                GetParameterRequest.builder().name(NAME).withDecryption(true).build())
            .parameter()
            .value();
    reading.items(1);
    ImageId.findIn(value).forEach(image -> reading.uses(ImageReference.of(image, "release", NAME)));
  }
}
