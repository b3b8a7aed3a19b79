using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SlackFarSide.Workspaces;

/// <summary>A message in a channel.</summary>
internal sealed record Message(string User, string Text)
{
    /// <summary>Its number in its channel, seconds and microseconds.</summary>
    public string Ts { get; init; } = "";

    /// <summary>The first message of its thread.</summary>
    public string? ThreadTs { get; init; }

    public JsonElement? Blocks { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Ephemeral: the only person who sees it.</summary>
    public string? OnlyFor { get; init; }

    public string? EditedTs { get; init; }

    public int ReplyCount { get; init; }

    public ImmutableList<Reaction> Reactions { get; init; } = [];

    private bool IsOfBot => User == Ids.BotUser;

    public bool IsInThread(string root) => Ts == root || ThreadTs == root;

    public JsonObject ToJson(bool withMetadata = true) => SlackJson.Of(new
    {
        Type = "message",
        User,
        Text,
        Ts,
        ThreadTs,
        Team = Ids.Team,
        BotId = IsOfBot ? Ids.Bot : null,
        AppId = IsOfBot ? Ids.App : null,
        Blocks,
        Metadata = withMetadata ? Metadata : null,
        OnlyFor,
        Edited = EditedTs is null ? null : new { User, Ts = EditedTs },
        ReplyCount = ReplyCount > 0 ? ReplyCount : (int?)null,
        Reactions = Reactions.IsEmpty ? null : Reactions.GroupBy(reaction => reaction.Name).Select(
            group => new { Name = group.Key, Users = group.Select(reaction => reaction.User), Count = group.Count() }),
    });
}

/// <param name="Name">Of the emoji, without colons.</param>
internal sealed record Reaction(string Name, string User);
