using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Many people who wait for their answers while something is broken.</summary>
internal static class Waiting
{
    private const string Asked = "select count(*) from request_logs where user_id = any($1)";
    private const string Answered = "select count(*) from request_logs where user_id = any($1) and completed_at is not null";
    private const string Delivered = "select count(*) from delivery_logs where user_id = any($1) and status = 'SUCCESS'";
    private const string Arrived = "select count(*) from test_deliveries where user_id = any($1)";
    private const string ArrivedRequests = "select count(distinct request_id) from test_deliveries where user_id = any($1)";

    public static Task AskedAsync(this Graph graph, string[] people, int requests) => Poll.UntilAsync(
        async () => await graph.Rows.CountAsync(Asked, people) == requests, $"{requests} requests are accepted");

    public static Task AnsweredAsync(this Graph graph, string[] people, int requests) => Poll.UntilAsync(
        async () => await graph.Rows.CountAsync(Answered, people) >= requests, $"{requests} requests are answered");

    /// <summary>Waits for the deliveries, and sees that nobody got anything twice.</summary>
    public static async Task DeliveredOnceAsync(this Graph graph, string[] people, int requests)
    {
        await Poll.UntilAsync(
            async () => await graph.Rows.CountAsync(Delivered, people) == requests, $"{requests} answers are delivered");
        Assert.Equal(requests, await graph.Rows.CountAsync(Arrived, people));
        Assert.Equal(requests, await graph.Rows.CountAsync(ArrivedRequests, people));
    }

    /// <summary>So many requests of so many people, all at once; a call that breaks off is null.</summary>
    public static Task<Reply?[]> AskAsync(this Graph graph, string[] people, int requestsEach) =>
        Task.WhenAll(Enumerable.Range(0, people.Length * requestsEach)
            .Select(number => TryAskAsync(graph, people[number % people.Length], $"question {number}")));

    private static async Task<Reply?> TryAskAsync(Graph graph, string person, string question)
    {
        try
        {
            return await graph.Anyone.AskAsync(person, question);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
