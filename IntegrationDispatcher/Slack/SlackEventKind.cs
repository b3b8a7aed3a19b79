namespace IntegrationDispatcher.Slack;

/// <summary>What Slack sends.</summary>
internal enum SlackEventKind
{
    /// <summary>A person wrote to us.</summary>
    Message,

    /// <summary>A slash command.</summary>
    Command,

    /// <summary>A button was pressed, or a modal submitted.</summary>
    Interaction,
}
