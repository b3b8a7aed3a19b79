using System.ComponentModel;
using System.Text.Json.Nodes;
using AgentService.Tools.Laptops;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ItServicesMcp;

/// <summary>What the server can do. Whom it is for never comes from the arguments.</summary>
[McpServerToolType]
internal sealed class ItTools(People people, Tickets tickets, Call call)
{
    [McpServerTool(Name = "find_laptop", ReadOnly = true), Description("Finds the laptop that the person has.")]
    public JsonObject? FindLaptop(RequestContext<CallToolRequestParams> request) => people.Find(UserId(request))?.ToJson();

    [McpServerTool(Name = "open_ticket", Destructive = false, Idempotent = true), Description("Opens a ticket for the person. Wants a key, and knows it again.")]
    public JsonObject OpenTicket(
        RequestContext<CallToolRequestParams> request,
        [Description("The process, as one word")] string category,
        [Description("The thing it is about")] string subject,
        [Description("What is asked for")] string summary) =>
        Json(tickets.Open(call.Key(request.Params?.Meta) ?? throw new McpException("There is no key."), UserId(request), category, subject, summary));

    [McpServerTool(Name = "find_ticket", ReadOnly = true), Description("Finds the person's ticket by its key, or the newest of a category and subject.")]
    public JsonObject? FindTicket(
        RequestContext<CallToolRequestParams> request,
        [Description("The key it was opened with")] string? key = null,
        [Description("The process, as one word")] string category = "",
        [Description("The thing it is about")] string subject = "") =>
        (key is null ? tickets.Find(UserId(request), category, subject) : tickets.Find(UserId(request), key)) is { } ticket ? Json(ticket) : null;

    private static JsonObject Json(Ticket ticket) => new() { ["number"] = ticket.Number, ["summary"] = ticket.Summary };

    private string UserId(RequestContext<CallToolRequestParams> request) => call.UserId(request.Params?.Meta) ?? throw new McpException("Whom it is for is missing.");
}
