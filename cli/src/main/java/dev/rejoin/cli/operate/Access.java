package dev.rejoin.cli.operate;

import dev.rejoin.aws.store.StoreClients;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.clock.Actor;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where requests go and who signs them. With an endpoint that is DynamoDB Local or what looks like it, with the credentials under
 * which {@code rejoin demo} keeps its data; else AWS, with what the SDK's default chain finds.
 */
public final class Access implements AutoCloseable {
    private final @Nullable URI endpoint;
    private final @Nullable String profile;
    private final AwsCredentialsProvider credentials;
    private final SdkAsyncHttpClient network = StoreClients.network().build();

    /**
     * @param endpoint of a local engine, null for AWS
     * @param profile of the AWS configuration files, null for the default one; of no effect with an endpoint
     */
    public Access(@Nullable URI endpoint, @Nullable String profile) {
        this.endpoint = endpoint;
        this.profile = profile;
        this.credentials = credentials(endpoint, profile);
    }

    private static AwsCredentialsProvider credentials(@Nullable URI endpoint, @Nullable String profile) {
        if (endpoint != null) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(LocalClients.ACCESS_KEY, LocalClients.ACCESS_KEY));
        }
        // A profile that is named goes before the environment, which the default chain would ask first.
        return profile == null
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.create(profile);
    }

    /** A client of any of AWS's services in a region; the caller closes it before this. */
    public <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C client(B builder, Actor region) {
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(Region.of(region.name()))
                .credentialsProvider(credentials)
                .httpClient(network)
                .overrideConfiguration(StoreClients.calls())
                .build();
    }

    /** The region in which the user works, as the SDK finds it. */
    Optional<Actor> home() {
        try {
            Region region = DefaultAwsRegionProviderChain.builder()
                    .profileName(profile)
                    .build()
                    .getRegion();
            return Optional.of(new Actor(region.id()));
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    /** Where requests go, in words. */
    @Override
    public String toString() {
        return endpoint == null ? "AWS" : endpoint.toString();
    }

    @Override
    public void close() {
        network.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
