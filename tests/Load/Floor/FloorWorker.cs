using System.Text.Json;
using RabbitMQ.Client;

namespace Load.Floor;

/// <summary>The side of the floor that answers: what was asked goes into the inbox and what is answered into the outbox, many in one commit.</summary>
internal sealed class FloorWorker
{
    private const int MostAtOnce = 100;

    private readonly FloorServers _servers;
    private readonly FloorOutbox _outbox;
    private readonly FloorBatcher<(IChannel Channel, ulong Tag, Asked Asked, string ReplyTo)> _questions;

    private FloorWorker(FloorServers servers, FloorOutbox outbox)
    {
        _servers = servers;
        _outbox = outbox;
        _questions = new(MostAtOnce, AnswerAsync);
    }

    public static async Task RunAsync(string postgres, string broker)
    {
        await using var servers = await FloorServers.ConnectAsync(postgres, broker);
        var worker = new FloorWorker(servers, await FloorOutbox.OpenAsync(servers));
        await servers.ConsumeAsync(FloorServers.Requests, acknowledges: true, (channel, message) => worker._questions.Add((
            channel, message.DeliveryTag, JsonSerializer.Deserialize(message.Body.Span, FloorJson.Default.Asked)!, message.BasicProperties.ReplyTo!)));
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }

    private async Task AnswerAsync((IChannel Channel, ulong Tag, Asked Asked, string ReplyTo)[] questions)
    {
        var answers = Array.ConvertAll(questions, one => AnswerTo(one.Asked, one.ReplyTo));
        await using (var batch = _servers.Database.CreateBatch())
        {
            batch.BatchCommands.Add(FloorInbox.Inserting("worker", Array.ConvertAll(questions, one => one.Asked.Id)));
            batch.BatchCommands.Add(FloorOutbox.Inserting(answers));
            await batch.ExecuteNonQueryAsync();
        }

        foreach (var (channel, tag, _, _) in questions) await channel.BasicAckAsync(tag, multiple: false);
        foreach (var answer in answers) _outbox.Publish(answer);
    }

    private static Publication AnswerTo(Asked asked, string replyTo)
    {
        var answer = JsonSerializer.SerializeToUtf8Bytes(new(asked.Id, $"echo: {asked.Content}"), FloorJson.Default.Answered);
        return new(Guid.CreateVersion7(), FloorServers.ResponseExchange, $"response.{replyTo}", answer, ReplyTo: null);
    }
}
