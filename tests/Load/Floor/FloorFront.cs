using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;

namespace Load.Floor;

/// <summary>
/// The side of the floor that is called: a request becomes a row and an outbox row in one commit, and the call waits until the answer has come
/// over the broker. The answer is stored by an inbox, many at once.
/// </summary>
internal sealed class FloorFront
{
    public const string Path = "/requests";

    private const int MostAtOnce = 100;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly string _replica = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Answered>> _waiting = new();
    private readonly FloorServers _servers;
    private readonly FloorOutbox _outbox;
    private readonly FloorBatcher<(IChannel Channel, ulong Tag, Answered Answer)> _answers;

    private FloorFront(FloorServers servers, FloorOutbox outbox)
    {
        _servers = servers;
        _outbox = outbox;
        _answers = new(MostAtOnce, StoreAsync);
    }

    public static async Task RunAsync(string postgres, string broker)
    {
        await using var servers = await FloorServers.ConnectAsync(postgres, broker);
        await servers.CreateTablesAsync();
        var front = new FloorFront(servers, await FloorOutbox.OpenAsync(servers));
        await front.ConsumeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default);
        });
        await using var app = builder.Build();
        app.MapPost(Path, front.AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
    }

    private async Task<Answered> AnswerAsync(Question question)
    {
        var id = Guid.CreateVersion7();
        var answered = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = JsonSerializer.SerializeToUtf8Bytes(new(id, question.UserId, question.Content), FloorJson.Default.Asked);
        var publication = new Publication(id, "", FloorServers.Requests, asked, _replica);
        await using (var batch = _servers.Database.CreateBatch())
        {
            batch.BatchCommands.Add(new("insert into floor.requests (id, user_id, content) values ($1, $2, $3)")
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = id },
                    new NpgsqlParameter<string> { TypedValue = question.UserId },
                    new NpgsqlParameter<string> { TypedValue = question.Content },
                },
            });
            batch.BatchCommands.Add(FloorOutbox.Inserting([publication]));
            await batch.ExecuteNonQueryAsync();
        }

        _outbox.Publish(publication);
        return await answered.Task.WaitAsync(_patience);
    }

    private async Task ConsumeAsync()
    {
        await _servers.ConsumeAsync(await _servers.DeclareReplyQueueAsync(_replica), acknowledges: false, (_, message) =>
        {
            var answer = JsonSerializer.Deserialize(message.Body.Span, FloorJson.Default.Answered)!;
            if (_waiting.TryRemove(answer.Id, out var waiting)) waiting.TrySetResult(answer);
        });
        await _servers.ConsumeAsync(FloorServers.Responses, acknowledges: true, (channel, message) =>
            _answers.Add((channel, message.DeliveryTag, JsonSerializer.Deserialize(message.Body.Span, FloorJson.Default.Answered)!)));
    }

    private async Task StoreAsync((IChannel Channel, ulong Tag, Answered Answer)[] answers)
    {
        var ids = Array.ConvertAll(answers, one => one.Answer.Id);
        await using (var batch = _servers.Database.CreateBatch())
        {
            batch.BatchCommands.Add(FloorInbox.Inserting("front", ids));
            batch.BatchCommands.Add(new("update floor.requests r set response = a.content from unnest($1::uuid[], $2::text[]) as a (id, content) where r.id = a.id")
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid[]> { TypedValue = ids },
                    new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(answers, one => one.Answer.Content) },
                },
            });
            await batch.ExecuteNonQueryAsync();
        }

        foreach (var (channel, tag, _) in answers) await channel.BasicAckAsync(tag, multiple: false);
    }
}
