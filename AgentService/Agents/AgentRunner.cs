using System.Text.Json.Nodes;
using AgentService.Flows;
using AgentService.Knowledge;
using AgentService.Models;
using AgentService.Turns;
using Microsoft.Extensions.AI;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>Lets an agent answer one turn: by its flow, or with what is known and the model; the router passes on what is for others.</summary>
public sealed class AgentRunner(
    AgentDirectory agents, Router router, FlowRunner flows, KnowledgeSearch knowledge, ModelDirectory models, ConversationHistory history, AgentFunctions functions,
    TimeProvider time)
{
    /// <param name="said">Told the answer piece by piece while it is being written; null when nobody wants to know.</param>
    /// <exception cref="UnknownAgentException">There is no agent of that name, and it was asked for by name.</exception>
    public async Task<AgentReply> AnswerAsync(AgentTurn turn, Action<string>? said, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var agent = agents.Find(turn.AgentId) ?? (turn.IsAskedFor ? throw new UnknownAgentException("There is no agent of that name.") : agents.Router);
        using var activity = AgentTelemetry.Source.StartActivity("agent.answer");
        var started = time.GetTimestamp();
        var model = models[agent.Model];
        var free = model.ReadsFreeText ? new FreeText(model.Client) : null;
        if (agent.Name == AgentDirectory.RouterName && model.ReadsKnowledge && await router.ChooseAsync(turn.Content, free, cancellationToken) is { } other)
        {
            return Passed(other);
        }

        var reply = agent.Flow is null ? null : await TakeAsync(turn);
        if (reply is { SaysNothing: true })
        {
            var next = await router.ChooseAsync(turn.Content, free, cancellationToken) ?? agents.Router;
            if (next.Name != agent.Name) return Passed(next);
            reply = await TakeAsync(turn with { ConversationContext = FlowPosition.Keep(turn.ConversationContext, agent.Name, null) }); // once more from the start
        }

        var answer = reply is null
            ? await AnswerFreelyAsync(agent, turn, model, free, said, cancellationToken)
            : AnswerOf(agent, turn, reply, free, said);
        activity?.SetTag("agent", agent.Name);
        AgentTelemetry.Answered(answer, time.GetElapsedTime(started));
        return new AgentReply.Answered(answer);

        Task<FlowReply> TakeAsync(AgentTurn taken) => flows.TakeAsync(agent, taken, free, content => router.Match(content)?.Name, cancellationToken);

        AgentReply.Passed Passed(AgentDefinition next)
        {
            activity?.SetTag("agent", agent.Name).SetTag("passed_to", next.Name);
            return new(next.Name);
        }
    }

    private static AgentAnswer AnswerOf(AgentDefinition agent, AgentTurn turn, FlowReply reply, FreeText? free, Action<string>? said)
    {
        said?.Invoke(reply.Content);
        return new(
            agent.Name,
            reply.Content,
            FlowMetadata(agent, reply),
            RequiresFollowup: reply.Position is not null,
            FollowupActions: reply.Options,
            TokensOf(free?.Usage),
            NextAgentId: reply.Position is null ? AgentDirectory.RouterName : agent.Name,
            ConversationContext: FlowPosition.Keep(turn.ConversationContext, agent.Name, reply.Position));
    }

    private static JsonObject FlowMetadata(AgentDefinition agent, FlowReply reply) => new()
    {
        ["flow"] = new JsonObject { ["name"] = agent.Name, ["id"] = reply.Position?.FlowId.ToString(), ["state"] = reply.Position?.State ?? "ended" },
    };

    // Whoever answers freely has nothing to keep the conversation for.
    private async Task<AgentAnswer> AnswerFreelyAsync(
        AgentDefinition agent, AgentTurn turn, Model model, FreeText? free, Action<string>? said, CancellationToken cancellationToken)
    {
        var passages = model.ReadsKnowledge ? await FindPassagesAsync(agent, turn.Content, cancellationToken) : [];
        var before = model.ReadsFreeText ? await history.BeforeAsync(turn.SessionId, turn.RequestId, cancellationToken) : [];
        var messages = ModelMessages.For(agent, passages, before, turn.Content);
        var options = model.ReadsFreeText ? new ChatOptions { Tools = functions.For(agent, turn) } : null;
        var response = said is null
            ? await model.Client.GetResponseAsync(messages, options, cancellationToken)
            : await StreamAsync(model.Client, messages, options, said, cancellationToken);
        if (string.IsNullOrWhiteSpace(response.Text)) throw new ModelException("The model said nothing.") { Passes = true };
        return new(
            agent.Name,
            response.Text,
            AnswerMetadata.From(response, passages),
            RequiresFollowup: false,
            FollowupActions: [],
            TokensOf(free?.Usage, response.Usage),
            NextAgentId: AgentDirectory.RouterName,
            ConversationContext: null);
    }

    private static async Task<ChatResponse> StreamAsync(
        IChatClient model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, Action<string> said, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
            if (update.Text.Length > 0) said(update.Text);
        }

        return updates.ToChatResponse();
    }

    private async Task<IReadOnlyList<FoundPassage>> FindPassagesAsync(AgentDefinition agent, string content, CancellationToken cancellationToken) =>
        agent.Knowledge.Count > 0 && SmallTalk.KindOf(content) == SmallTalkKind.None
            ? await knowledge.FindAsync(content, agent.Knowledge, cancellationToken)
            : [];

    private static TokenUsage TokensOf(params IEnumerable<UsageDetails?> calls)
    {
        var sum = new UsageDetails();
        foreach (var usage in calls.OfType<UsageDetails>()) sum.Add(usage);
        return new(Clamped(sum.InputTokenCount), Clamped(sum.OutputTokenCount), CountedCalls.In(sum));
    }

    private static int Clamped(long? count) => (int)Math.Clamp(count ?? 0, 0, int.MaxValue);
}
