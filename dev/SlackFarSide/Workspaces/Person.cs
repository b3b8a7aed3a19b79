namespace SlackFarSide.Workspaces;

/// <summary>Somebody in the workspace.</summary>
internal sealed record Person(string Id, string Handle, string Name, string? Email, bool IsBot = false)
{
    /// <summary>As <c>users.info</c> shows them.</summary>
    public object ToUser() => new
    {
        Id,
        TeamId = Ids.Team,
        Name = Handle,
        Deleted = false,
        RealName = Name,
        Tz = "Etc/UTC",
        IsBot,
        Profile = new { RealName = Name, DisplayName = Handle, Email, Team = Ids.Team, BotId = IsBot ? Ids.Bot : null },
    };

    /// <summary>As interactive payloads show them.</summary>
    public object ToShortUser() => new { Id, Username = Handle, Name = Handle, TeamId = Ids.Team };
}
