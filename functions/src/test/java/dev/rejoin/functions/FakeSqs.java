package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Queues in memory, by name. */
final class FakeSqs implements SqsAsyncClient {
    private static final String URL = "https://sqs.test/111122223333/";

    /** By message, in the order in which they were asked for. */
    final Map<String, Integer> visibilities = new TreeMap<>();

    private final Map<String, List<SQSMessage>> queues = new LinkedHashMap<>();
    private int messages;

    static String url(String queue) {
        return URL + queue;
    }

    @Override
    public synchronized CompletableFuture<SendMessageBatchResponse> sendMessageBatch(SendMessageBatchRequest request) {
        String queue = request.queueUrl().substring(URL.length());
        List<SendMessageBatchResultEntry> sent = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            messages++;
            SQSMessage message = new SQSMessage();
            message.setMessageId("m" + messages);
            message.setReceiptHandle("r" + messages);
            message.setBody(entry.messageBody());
            message.setEventSourceArn("arn:aws:sqs:eu-west-1:111122223333:" + queue);
            message.setAttributes(Map.of("ApproximateReceiveCount", "3"));
            queues.computeIfAbsent(queue, name -> new ArrayList<>()).add(message);
            sent.add(SendMessageBatchResultEntry.builder().id(entry.id()).build());
        }
        return CompletableFuture.completedFuture(
                SendMessageBatchResponse.builder().successful(sent).build());
    }

    @Override
    public CompletableFuture<GetQueueUrlResponse> getQueueUrl(GetQueueUrlRequest request) {
        return CompletableFuture.completedFuture(
                GetQueueUrlResponse.builder().queueUrl(url(request.queueName())).build());
    }

    @Override
    public synchronized CompletableFuture<ChangeMessageVisibilityBatchResponse> changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        request.entries().forEach(entry -> visibilities.put(entry.receiptHandle(), entry.visibilityTimeout()));
        return CompletableFuture.completedFuture(
                ChangeMessageVisibilityBatchResponse.builder().failed(List.of()).build());
    }

    /** What a queue's event source mapping would hand over. */
    synchronized SQSEvent event(String queue) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.copyOf(queues.getOrDefault(queue, List.of())));
        return event;
    }

    /** Deletes what was handled, as the event source mapping does. */
    synchronized void delete(String queue, SQSEvent event, List<String> kept) {
        queues.getOrDefault(queue, new ArrayList<>())
                .removeIf(message -> event.getRecords().contains(message) && !kept.contains(message.getMessageId()));
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
