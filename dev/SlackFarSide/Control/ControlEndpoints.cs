using System.Text.Json.Nodes;
using SlackFarSide.App;
using SlackFarSide.Workspaces;

namespace SlackFarSide.Control;

/// <summary>What a person does in Slack, for the page and for tests. A refusal is a 400 with Slack's word for it.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control").AddEndpointFilter(RefuseInWords);
        control.MapGet("/workspace", ReadWorkspace);
        control.MapGet("/channels/{id}", ReadChannel);
        control.MapGet("/events", ReadEvents);
        control.MapGet("/views/{user}", ReadView);
        control.MapDelete("/views/{user}", CloseView);
        control.MapPost("/messages", Say);
        control.MapPost("/commands", RunCommandAsync);
        control.MapPost("/actions", PressAsync);
        control.MapPost("/submissions", SubmitAsync);
        control.MapPost("/url-verification", VerifyUrlAsync);
    }

    public static void MapPage(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapGet("/health", () => "Healthy");
    }

    private static IResult ReadWorkspace(Workspace workspace) => Json(new
    {
        People = workspace.People.Select(person => new { person.Id, person.Handle, person.Name, person.Email, person.IsBot }),
        Channels = workspace.Channels.Select(channel => new { channel.Id, channel.Name, User = channel.Person?.Id }),
    });

    private static IResult ReadEvents(Events events) => Json(events.Sent);

    private static IResult ReadView(string user, Workspace workspace, Views views) => Json(new { View = views.Of(workspace.Person(user)) });

    // Without a user: everything, as nobody in Slack sees it.
    private static IResult ReadChannel(string id, string? user, Workspace workspace)
    {
        var channel = workspace.Channel(id);
        var all = channel.Read();
        var open = all.Where(message => message.OnlyFor is null).ToList();
        var ephemerals = all.Where(message => message.OnlyFor is not null && (user is null || message.OnlyFor == user));
        var roots = open.Where(message => message.ThreadTs is not { } root || root == message.Ts || open.All(other => other.Ts != root));
        return Json(new
        {
            channel.Id,
            channel.Name,
            Messages = roots.Select(root => WithReplies(root, open)),
            Ephemerals = ephemerals.Select(message => message.ToJson()),
        });
    }

    private static JsonObject WithReplies(Message root, IEnumerable<Message> all)
    {
        var json = root.ToJson();
        var replies = all.Where(message => message.ThreadTs == root.Ts && message.Ts != root.Ts);
        json["replies"] = new JsonArray([.. replies.Select(reply => reply.ToJson())]);
        return json;
    }

    private static IResult Say(Said said, Workspace workspace, Talk talk)
    {
        if (string.IsNullOrWhiteSpace(said.Text)) throw new SlackError("no_text");
        var (person, channel) = Place(workspace, said.User, said.Channel);
        if (said.ThreadTs is not null) channel.Find(said.ThreadTs);
        return Json(new { Ok = true, talk.Say(person, channel, said.Text, said.ThreadTs).Ts });
    }

    private static async Task<IResult> RunCommandAsync(
        Commanded commanded, HttpRequest request, Workspace workspace, Commands commands, CancellationToken cancellationToken)
    {
        var (person, channel) = Place(workspace, commanded.User, commanded.Channel);
        return Outcome(await commands.RunAsync(person, channel, commanded.Text, HomeOf(request), cancellationToken));
    }

    private static async Task<IResult> PressAsync(
        Pressed pressed, HttpRequest request, Workspace workspace, Interactions interactions, CancellationToken cancellationToken)
    {
        var (person, channel) = Place(workspace, pressed.User, pressed.Channel);
        var message = channel.Find(pressed.Ts);
        if (message.OnlyFor is { } only && only != person.Id) throw new SlackError("message_not_found");
        return Outcome(await interactions.PressAsync(person, channel, message, pressed.ActionId, HomeOf(request), cancellationToken));
    }

    private static async Task<IResult> SubmitAsync(
        Submitted submitted, Workspace workspace, Interactions interactions, CancellationToken cancellationToken)
    {
        var errors = await interactions.SubmitAsync(workspace.Person(submitted.User), submitted.Values, cancellationToken);
        return Json(new { Ok = errors is null, errors });
    }

    private static IResult CloseView(string user, Workspace workspace, Views views)
    {
        views.Close(workspace.Person(user));
        return Outcome(problem: null);
    }

    private static async Task<IResult> VerifyUrlAsync(Events events, CancellationToken cancellationToken) =>
        Outcome(await events.VerifyUrlAsync(cancellationToken) ? null : "url_not_verified");

    // Nobody reads or writes in the direct messages of others.
    private static (Person Person, Channel Channel) Place(Workspace workspace, string user, string channel)
    {
        var (person, place) = (workspace.Person(user), workspace.Channel(channel));
        return place.Person is { } owner && owner != person ? throw new SlackError("channel_not_found") : (person, place);
    }

    private static string HomeOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static IResult Json(object value) => Results.Json(value, SlackJson.Options);

    private static IResult Outcome(string? problem) => Json(new { Ok = problem is null, Error = problem });

    private static async ValueTask<object?> RefuseInWords(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SlackError e)
        {
            return Results.Json(e.Answer, SlackJson.Options, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
