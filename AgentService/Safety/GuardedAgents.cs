using System.Text.Json.Nodes;
using AgentService.Agents;
using SelfServiceAgent.Contracts;

namespace AgentService.Safety;

/// <summary>Agents behind their guards: nothing reaches an agent, nor what it uses, before its guard has read it, and no answer a person.</summary>
internal sealed partial class GuardedAgents(AgentDirectory directory, AgentRunner agents, Guard guard, ILogger<GuardedAgents> logger)
{
    private const string MetadataKey = "guard";

    /// <inheritdoc cref="AgentRunner.AnswerAsync"/>
    /// <exception cref="ModerationUnavailableException">The guard cannot decide at the moment.</exception>
    public async Task<AgentReply> AnswerAsync(AgentTurn turn, Action<string>? said, CancellationToken cancellationToken)
    {
        if (guard.IsOff) return await agents.AnswerAsync(turn, said, cancellationToken);
        var agent = directory.Find(turn.AgentId) ?? directory.Router;
        var input = await guard.CheckInputAsync(turn.Content, agent.Guard, cancellationToken);
        Report(turn, agent, "input", input);
        if (input is Verdict.Blocked blocked) return new AgentReply.Answered(Refusal(agent, blocked));

        var isModerated = agent.Flow is null && guard.ModeratesAnswers; // a flow's words are not a model's
        var stream = said is null || isModerated ? null : new GuardedStream(said);
        var read = input is Verdict.Redacted redacted ? turn with { Content = redacted.Text } : turn;
        var reply = await agents.AnswerAsync(read, stream is null ? null : stream.Add, cancellationToken);
        if (reply is not AgentReply.Answered { Answer: var answer }) return reply;

        var output = isModerated ? await guard.CheckOutputAsync(answer.Content, agent.Guard, cancellationToken) : guard.CheckOutput(answer.Content);
        Report(turn, agent, "output", output);
        if (output is Verdict.Blocked withheld) return new AgentReply.Answered(Refusal(agent, withheld) with { Tokens = answer.Tokens });
        stream?.Complete();
        return new AgentReply.Answered(Redacted(answer, input, output));
    }

    private static AgentAnswer Refusal(AgentDefinition agent, Verdict.Blocked blocked) => new(
        agent.Name,
        blocked.Words,
        new JsonObject { [MetadataKey] = new JsonObject { ["blocked"] = DangerNames.Of(blocked.Danger) } },
        RequiresFollowup: false,
        FollowupActions: [],
        TokenUsage.None,
        NextAgentId: null, // the conversation stays where it was
        ConversationContext: null);

    private AgentAnswer Redacted(AgentAnswer answer, Verdict input, Verdict output)
    {
        var actions = answer.FollowupActions.Select(action => guard.CheckOutput(action) is Verdict.Redacted redacted ? redacted.Text : action).ToList();
        var metadata = answer.Metadata;
        var taken = new JsonObject();
        Note(taken, "question", input);
        Note(taken, "answer", output);
        if (taken.Count > 0) (metadata ??= [])[MetadataKey] = taken;
        return answer with { Content = output is Verdict.Redacted { Text: var text } ? text : answer.Content, FollowupActions = actions, Metadata = metadata };
    }

    private static void Note(JsonObject taken, string where, Verdict verdict)
    {
        if (verdict is Verdict.Redacted redacted) taken[where] = new JsonArray([.. redacted.Dangers.Select(danger => (JsonNode)DangerNames.Of(danger))]);
    }

    private void Report(AgentTurn turn, AgentDefinition agent, string direction, Verdict verdict)
    {
        var dangers = verdict switch
        {
            Verdict.Redacted redacted => redacted.Dangers,
            Verdict.Blocked blocked => [blocked.Danger],
            _ => [],
        };
        if (dangers.Count == 0) return;
        var names = string.Join(',', dangers.Select(DangerNames.Of));
        SafetyTelemetry.Acted(agent.Name, direction, verdict, names);
        LogActed(logger, turn.RequestId, agent.Name, direction, verdict.GetType().Name, names);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "guard.acted {RequestId} {AgentId} {Direction} {Verdict} {Dangers}")]
    private static partial void LogActed(ILogger logger, Guid requestId, string agentId, string direction, string verdict, string dangers);
}
