using System.Text.Json.Nodes;
using AgentService.Agents;
using AgentService.Tools;
using SelfServiceAgent.Contracts;

namespace AgentService.Flows;

/// <summary>
/// Takes a flow one turn further: understands the answer, goes on until the person is asked again, and says what there is to say. The same
/// turn, repeated, takes the same way.
/// </summary>
public sealed class FlowRunner(ToolRunner tools, IEnumerable<IRule> rules, TimeProvider time)
{
    // A longer message that has an agent's phrase in it is about something: "for the laptop refresh of our team".
    private const int MaxOffTopic = 6;

    private readonly Dictionary<string, IRule> _rules = rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <param name="free">For what words alone do not tell; null where no model is to be asked.</param>
    /// <param name="other">Names the agent that a message sounds like, for one that is no answer here.</param>
    /// <exception cref="ToolException">A tool does not work for now.</exception>
    public async Task<FlowReply> TakeAsync(
        AgentDefinition agent, AgentTurn turn, FreeText? free, Func<string, string?> other, CancellationToken cancellationToken)
    {
        var flow = agent.Flow ?? throw new ArgumentException("It has no flow.", nameof(agent));
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(other);
        if (FlowPosition.In(turn.ConversationContext, agent.Name) is not { } position)
            return await GoAsync(agent, turn, new(turn.RequestId, flow.Version, flow.Start, []), isConsent: false, cancellationToken);
        if (FlowWords.WantsOut(turn.Content)) return FlowReply.Over(FlowWords.Back);
        if (position.Version != flow.Version || flow.Find(position.State) is not { } state) return FlowReply.Over(FlowWords.Changed);
        if (IsEffect(state)) return await LookAgainAsync(agent, turn, position, cancellationToken);
        if (!state.Waits) return FlowReply.Over(FlowWords.Changed);
        var elsewhere = other(turn.Content) is { } name && name != agent.Name ? name : null;
        var isOffTopic = elsewhere is not null && state is FlowState.Listening && Spoken.Words(turn.Content).Length <= MaxOffTopic;
        if (isOffTopic || await FlowReading.ReadAsync(state, position.Data, turn.Content, free, cancellationToken) is not { } answered)
        {
            if (Spoken.IsPlainNo(turn.Content)) return FlowReply.Over(FlowWords.Back); // no "no" was asked for: whoever says never mind wants out
            return NotUnderstood(state, position, elsewhere);
        }

        if (answered.IsConsent && turn.IntegrationType == IntegrationType.Tool) return FlowReply.Over(FlowWords.NotByTools);
        if (answered.IsConsent && turn.SentAt < turn.AnsweredBefore) return Waiting(state, position, [FlowWords.TooEarly, Words(state, position.Data)]);
        if (await BegunAsync(flow, state, answered, position, cancellationToken) is { } begun) return Unknown(begun, []);
        var data = position.Data.DeepClone().AsObject();
        if (answered.Into is { } into) data[into] = answered.Value;
        return await GoAsync(agent, turn, position with { State = answered.To, Data = data }, answered.IsConsent, cancellationToken);
    }

    private async Task<FlowReply> GoAsync(AgentDefinition agent, AgentTurn turn, FlowPosition position, bool isConsent, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        for (var at = position; ; isConsent = false)
        {
            var state = agent.Flow!.Find(at.State)!;
            said.Add(Words(state, at.Data));
            if (state.Waits) return Waiting(state, at, said);
            if (state is FlowState.HandingBack) return FlowReply.Over(Joined(said));
            try
            {
                at = await PassAsync(agent, state, at, turn, isConsent, cancellationToken);
            }
            catch (ToolException e) when (!e.Passes)
            {
                return e.DidNothing || !IsEffect(state) ? FlowReply.Over(Joined([.. said, FlowWords.Failed])) : Unknown(at, said);
            }
        }
    }

    // A yes that was on its way when all went wrong has perhaps been acted upon: then a no comes too late, and so does another choice.
    private async Task<FlowPosition?> BegunAsync(FlowDefinition flow, FlowState state, FlowAnswered answered, FlowPosition position, CancellationToken cancellationToken) =>
        !answered.IsConsent && state is FlowState.Confirming { Yes: var yes } && IsEffect(flow.Find(yes)!) && await tools.WasBegunAsync(position.FlowId, yes, cancellationToken)
            ? position with { State = yes } : null;

    // Where nobody knows what became of an effect, the flow stays: the same call, looked up again, is the only one that cannot do it twice.
    private async Task<FlowReply> LookAgainAsync(AgentDefinition agent, AgentTurn turn, FlowPosition position, CancellationToken cancellationToken) =>
        Spoken.IsPlainNo(turn.Content) ? FlowReply.Over(FlowWords.LeftUnknown)
        : Spoken.IsPlainYes(turn.Content) && turn.IntegrationType != IntegrationType.Tool ? await GoAsync(agent, turn, position, isConsent: true, cancellationToken)
        : Unknown(position, []);

    private static FlowReply Unknown(FlowPosition at, IReadOnlyList<string> said) => new(Joined([.. said, FlowWords.Unknown]), at, [FlowWords.LookAgain]);

    private static FlowReply Waiting(FlowState state, FlowPosition at, IReadOnlyList<string> said) => new(Joined(said), at, FlowReading.OptionsOf(state, at.Data));

    // What is asked last is what the next yes answers: for consent that is the whole question, with its effect.
    private static FlowReply NotUnderstood(FlowState state, FlowPosition at, string? elsewhere) => state is FlowState.Confirming
        ? Waiting(state, at, [$"{FlowWords.Lead(elsewhere)} {FlowWords.WayOut}", Words(state, at.Data), FlowWords.YesOrNo])
        : Waiting(state, at, [$"{FlowWords.Lead(elsewhere)} {FlowReading.HintOf(state, at.Data)} {FlowWords.WayOut}"]);

    private bool IsEffect(FlowState state) => state is FlowState.Calling { Tool: var tool } && tools.HasEffect(tool);

    private static string Words(FlowState state, JsonObject data) => state.Say is { } words ? FlowTexts.Render(words, data) : "";

    private async Task<FlowPosition> PassAsync(AgentDefinition agent, FlowState state, FlowPosition at, AgentTurn turn, bool isConsent, CancellationToken cancellationToken) => state switch
    {
        FlowState.Passing passing => at with { State = passing.Then },
        FlowState.Deciding deciding => Decided(deciding, at),
        FlowState.Calling calling => await CalledAsync(agent, calling, at, turn, isConsent, cancellationToken),
        _ => throw new InvalidOperationException($"The state {state.Name} cannot be passed."),
    };

    private FlowPosition Decided(FlowState.Deciding deciding, FlowPosition at)
    {
        var ruling = _rules[deciding.Rule].Decide(at.Data, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return With(at, deciding.Into, ruling.Reasons) with { State = deciding.Cases[ruling.Verdict] };
    }

    private async Task<FlowPosition> CalledAsync(AgentDefinition agent, FlowState.Calling calling, FlowPosition at, AgentTurn turn, bool isConsent, CancellationToken cancellationToken)
    {
        if (!isConsent && tools.HasEffect(calling.Tool)) throw new ToolException($"{calling.Tool} has an effect that nobody agreed to.") { DidNothing = true };
        var arguments = new JsonObject();
        foreach (var (name, template) in calling.Arguments) arguments[name] = FlowTexts.Render(template, at.Data);
        var result = await tools.RunAsync(
            agent.Tools, calling.Tool, at.FlowId, calling.Name, new(turn.UserId, turn.SessionId, turn.RequestId, Key: "", arguments), cancellationToken);
        return result is null ? at with { State = calling.None } : With(at, calling.Into, result) with { State = calling.Then };
    }

    private static FlowPosition With(FlowPosition at, string name, JsonObject value)
    {
        var data = at.Data.DeepClone().AsObject();
        data[name] = value.DeepClone();
        return at with { Data = data };
    }

    private static string Joined(IEnumerable<string> said) => string.Join("\n\n", said.Where(text => text.Length > 0));
}

/// <summary>What a flow says to one turn.</summary>
/// <param name="Position">Where it stands now; null when it is over.</param>
/// <param name="Options">What can be answered, in few words.</param>
public sealed record FlowReply(string Content, FlowPosition? Position, IReadOnlyList<string> Options)
{
    /// <summary>It ended without a word: the message is for somebody else.</summary>
    public bool SaysNothing => Content.Length == 0;

    public static FlowReply Over(string content) => new(content, null, []);
}
