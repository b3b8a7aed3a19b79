using System.Runtime.Versioning;
using AppHost.Tests.Publishing;
using Npgsql;
using RabbitMQ.Client;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.ByHand;

/// <summary>What KEDA will ask of the broker and of the database, asked of the real ones.</summary>
[SupportedOSPlatform("linux")]
internal static class ScalerQuestions
{
    /// <returns>The answers, by what was asked.</returns>
    /// <exception cref="RabbitMQ.Client.Exceptions.OperationInterruptedException">There is no such queue.</exception>
    /// <exception cref="PostgresException">There is no such table or column.</exception>
    public static async Task<Dictionary<string, long>> AskAsync(
        Publication kubernetes, PrivateServers servers, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(servers.Postgres);
        await using var broker = await new ConnectionFactory { Uri = new(servers.Broker) }.CreateConnectionAsync(cancellationToken);
        await using var channel = await broker.CreateChannelAsync(cancellationToken: cancellationToken);

        var answers = new Dictionary<string, long>();
        foreach (var (type, metadata) in Triggers(kubernetes))
        {
            if (type == "rabbitmq")
            {
                var queue = ManifestSet.Text(metadata, "queueName")!;
                answers[queue] = await channel.MessageCountAsync(queue, cancellationToken);
            }
            else
            {
                var query = ManifestSet.Text(metadata, "query")!;
                await using var command = database.CreateCommand(query);
                answers[query] = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            }
        }

        return answers;
    }

    private static IEnumerable<(string Type, YamlNode Metadata)> Triggers(Publication kubernetes) =>
        from scaled in new ManifestSet(kubernetes).ForeignOf("ScaledObject")
        from trigger in ManifestSet.Items(scaled, "spec", "triggers")
        select (ManifestSet.Text(trigger, "type")!, trigger["metadata"]);
}
