using AgentService.Knowledge;
using AgentService.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>Lets an agent answer one turn: looks up what is known, asks the model, says where the answer comes from.</summary>
public sealed class AgentRunner(
    AgentDirectory agents, KnowledgeSearch knowledge, IChatClient model, IOptions<ModelOptions> options, TimeProvider time)
{
    /// <param name="said">Told the answer piece by piece while it is being written; null when nobody wants to know.</param>
    /// <exception cref="UnknownAgentException">There is no agent of that name.</exception>
    public async Task<AgentAnswer> AnswerAsync(AgentTurn turn, Action<string>? said, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var agent = agents.Find(turn.AgentId) ?? throw new UnknownAgentException("There is no agent of that name.");
        using var activity = AgentTelemetry.Source.StartActivity("agent.answer");
        var started = time.GetTimestamp();

        var passages = await FindPassagesAsync(agent, turn.Content, cancellationToken);
        var messages = ModelMessages.For(agent, passages, turn.Content);
        var response = said is null
            ? await model.GetResponseAsync(messages, cancellationToken: cancellationToken)
            : await StreamAsync(messages, said, cancellationToken);
        var answer = new AgentAnswer(
            agent.Name,
            response.Text,
            AnswerMetadata.From(response, passages),
            RequiresFollowup: false,
            FollowupActions: [],
            TokensOf(response.Usage),
            NextAgentId: null,
            ConversationContext: null);

        activity?.SetTag("agent", agent.Name).SetTag("model", response.ModelId).SetTag("passages", passages.Count);
        AgentTelemetry.Answered(answer, time.GetElapsedTime(started));
        return answer;
    }

    private async Task<ChatResponse> StreamAsync(
        IReadOnlyList<ChatMessage> messages, Action<string> said, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.GetStreamingResponseAsync(messages, cancellationToken: cancellationToken))
        {
            updates.Add(update);
            if (update.Text.Length > 0) said(update.Text);
        }

        return updates.ToChatResponse();
    }

    private async Task<IReadOnlyList<FoundPassage>> FindPassagesAsync(AgentDefinition agent, string content, CancellationToken cancellationToken) =>
        agent.Knowledge.Count > 0 && options.Value.ReadsKnowledge && SmallTalk.KindOf(content) == SmallTalkKind.None
            ? await knowledge.FindAsync(content, agent.Knowledge, cancellationToken)
            : [];

    private static TokenUsage TokensOf(UsageDetails? usage) =>
        new(Clamped(usage?.InputTokenCount), Clamped(usage?.OutputTokenCount), Calls: 1);

    private static int Clamped(long? count) => (int)Math.Clamp(count ?? 0, 0, int.MaxValue);
}
