using System.Text.Json.Nodes;
using AgentService.Tools;

namespace AgentService.Tests;

/// <summary>The ticket tools, with tickets that are gone with the test.</summary>
internal sealed class PlayedTickets
{
    private readonly List<(string User, string Category, string Subject, string Key, string Number)> _open = [];

    public IEnumerable<ITool> Tools => [new OpenTool(this), new FindTool(this)];

    /// <summary>What happens to each opening; it is made before.</summary>
    public Action OnOpened { get; set; } = () => { };

    public IEnumerable<string> Numbers => _open.Select(ticket => ticket.Number);

    private sealed class OpenTool(PlayedTickets tickets) : ITool
    {
        public string Name => "tickets.open";

        public string Description => "";

        public JsonObject Parameters => [];

        public bool HasEffect => true;

        public bool RepeatsSafely => true;

        public Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken)
        {
            if (tickets._open.Any(ticket => ticket.Key != asked.Key && (ticket.User, ticket.Category, ticket.Subject) == (asked.UserId, Text(asked, "category"), Text(asked, "subject"))))
                return Task.FromResult<JsonObject?>(null);
            if (!tickets._open.Any(ticket => ticket.Key == asked.Key))
                tickets._open.Add((asked.UserId, Text(asked, "category"), Text(asked, "subject"), asked.Key, $"REQ{tickets._open.Count + 1:0000000}"));
            tickets.OnOpened();
            return FindAsync(asked, cancellationToken);
        }

        public Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) =>
            Task.FromResult(tickets._open.Where(ticket => ticket.Key == asked.Key).Select(ticket => new JsonObject { ["number"] = ticket.Number }).SingleOrDefault());
    }

    private sealed class FindTool(PlayedTickets tickets) : ITool
    {
        public string Name => "tickets.find";

        public string Description => "";

        public JsonObject Parameters => [];

        public bool HasEffect => false;

        public bool RepeatsSafely => true;

        public Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken)
        {
            var found = tickets._open.Where(ticket => (ticket.User, ticket.Category, ticket.Subject) == (asked.UserId, Text(asked, "category"), Text(asked, "subject"))).ToList();
            return Task.FromResult(found.Count == 0 ? null : new JsonObject { ["number"] = found[^1].Number });
        }

        public Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);
    }

    private static string Text(ToolCall asked, string name) => asked.Arguments[name]!.ToString();
}
