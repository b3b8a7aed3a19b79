using System.Security.Cryptography;
using System.Text;
using AgentService.Agents;
using AgentService.Tools;
using Fluid;

namespace AgentService.Flows;

/// <summary>
/// Reads the flow of an agent out of its definition and proves what can be proven of it: every way leads somewhere, none goes round without
/// asking the person, and nothing with an effect is called but directly after a yes.
/// </summary>
/// <param name="tools">A tool that is not known to change nothing counts as having an effect.</param>
internal sealed class FlowReader(ToolCatalog tools, IEnumerable<IRule> rules)
{
    private static readonly string[] _keys = ["start", "states"];
    private static readonly string[] _stateKeys = ["say", "then", "call", "with", "into", "none", "rule", "cases", "ask", "choose", "listen", "confirm", "hand_back"];
    private static readonly string[] _kinds = ["call", "rule", "choose", "listen", "confirm", "hand_back"];

    private readonly Dictionary<string, IRule> _rules = rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <param name="allowed">The tools the agent may use.</param>
    /// <exception cref="AgentDefinitionException">Something is wrong with it.</exception>
    public FlowDefinition Read(DefinitionFile flow, IReadOnlyList<string> allowed)
    {
        flow.MustOnlyHave(_keys);
        var states = flow.Map("states");
        var read = states.Names.ToDictionary(name => name, name => State(name, states.Map(name), allowed), StringComparer.Ordinal);
        var start = flow.Text("start");
        if (!read.ContainsKey(start)) throw flow.Wrong("start", $"names {start}, which is no state");
        foreach (var state in read.Values)
        {
            if (state.Exits.FirstOrDefault(exit => !read.ContainsKey(exit)) is { } missing) throw states.Wrong(state.Name, $"goes on to {missing}, which is no state");
        }

        if (read.Values.FirstOrDefault(state => GoesRound(state, read)) is { } endless)
            throw states.Wrong(endless.Name, "goes round for ever without asking the person anything");
        CheckConsent(states, read, start);
        return new(start, read, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(flow.Source)))[..12]);
    }

    private FlowState State(string name, DefinitionFile state, IReadOnlyList<string> allowed)
    {
        state.MustOnlyHave(_stateKeys);
        var kinds = _kinds.Where(state.Has).ToList();
        if (kinds.Count > 1) throw state.Wrong(kinds[1], $"cannot stand beside '{kinds[0]}'");
        var say = state.OptionalText("say") is { } text ? Template(state, "say", text) : null;
        return kinds.SingleOrDefault() switch
        {
            "call" => new FlowState.Calling(
                name, say, Tool(state, allowed), Arguments(state), state.OptionalText("into") ?? "result", state.Text("then"), state.OptionalText("none") ?? state.Text("then")),
            "rule" => new FlowState.Deciding(name, say, Rule(state), state.OptionalText("into") ?? "ruling", Cases(state)),
            "choose" => Choosing(name, say, state),
            "listen" => new FlowState.Listening(name, say, state.Text("listen"), state.Text("then"), Answers(state)),
            "confirm" => Confirming(name, say ?? throw state.Wrong("say", "is missing: a yes is worth nothing to a question that names no effect"), state.Map("confirm")),
            "hand_back" => new FlowState.HandingBack(name, say),
            _ when state.Has("ask") => new FlowState.Asking(name, say, Asked(state)),
            _ => new FlowState.Passing(name, say, state.Text("then")),
        };
    }

    private static FlowState.Choosing Choosing(string name, IFluidTemplate? say, DefinitionFile state)
    {
        var choose = state.Map("choose");
        choose.MustOnlyHave(["from", "into", "then"]);
        return new(name, say, choose.Text("from"), choose.Text("into"), choose.Text("then"), Answers(state));
    }

    private static FlowState.Confirming Confirming(string name, IFluidTemplate say, DefinitionFile confirm)
    {
        confirm.MustOnlyHave(["yes", "no"]);
        return new(name, say, confirm.Text("yes"), confirm.Text("no"));
    }

    private static string Tool(DefinitionFile state, IReadOnlyList<string> allowed)
    {
        var tool = state.Text("call");
        return allowed.Contains(tool) ? tool : throw state.Wrong("call", $"names {tool}, which is not among the agent's tools");
    }

    private string Rule(DefinitionFile state)
    {
        var name = state.Text("rule");
        if (!_rules.TryGetValue(name, out var rule)) throw state.Wrong("rule", $"names {name}; there are {string.Join(", ", _rules.Keys.Order(StringComparer.Ordinal))}");
        var cases = state.Map("cases");
        cases.MustOnlyHave(rule.Verdicts);
        return rule.Verdicts.FirstOrDefault(verdict => !cases.Has(verdict)) is { } missing ? throw state.Wrong("cases", $"does not say where {missing} leads") : name;
    }

    private static Dictionary<string, string> Cases(DefinitionFile state)
    {
        var cases = state.Map("cases");
        return cases.Names.ToDictionary(name => name, cases.Text, StringComparer.Ordinal);
    }

    private static Dictionary<string, IFluidTemplate> Arguments(DefinitionFile state)
    {
        if (!state.Has("with")) return [];
        var with = state.Map("with");
        return with.Names.ToDictionary(name => name, name => Template(with, name, with.Text(name)), StringComparer.Ordinal);
    }

    private static List<FlowAnswer> Asked(DefinitionFile state) =>
        Answers(state, withWhateverElse: true) is var answers && answers.Any(answer => !FlowReading.IsWhateverElse(answer))
            ? answers : throw state.Wrong("ask", "names no answer");

    private static List<FlowAnswer> Answers(DefinitionFile state, bool withWhateverElse = false)
    {
        if (!state.Has("ask")) return [];
        var ask = state.Map("ask");
        List<FlowAnswer> answers =
        [
            .. ask.Names.Select(to => new FlowAnswer(to, ask.Texts(to) is { Count: > 0 } phrases ? phrases : throw ask.Wrong(to, "needs a phrase, or nobody gets there"))),
        ];
        foreach (var answer in answers.Where(answer => answer.Phrases.Contains(FlowReading.WhateverElse)))
        {
            if (!withWhateverElse || answer.Phrases.Count > 1 || answers.Count(FlowReading.IsWhateverElse) > 1)
                throw ask.Wrong(answer.To, $"may have '{FlowReading.WhateverElse}' only where nothing is chosen or listened for, as its one phrase, and once");
        }

        return answers;
    }

    private static IFluidTemplate Template(DefinitionFile map, string key, string text)
    {
        var (template, error) = FlowTexts.Parse(text);
        return template ?? throw map.Wrong(key, $"is no Liquid template: {error}");
    }

    private static bool GoesRound(FlowState from, Dictionary<string, FlowState> states)
    {
        var seen = new HashSet<string>();
        var open = new Stack<FlowState>([from]);
        while (open.TryPop(out var state))
        {
            if (state.Waits) continue;
            foreach (var exit in state.Exits)
            {
                if (exit == from.Name) return true;
                if (seen.Add(exit)) open.Push(states[exit]);
            }
        }

        return false;
    }

    private void CheckConsent(DefinitionFile file, Dictionary<string, FlowState> states, string start)
    {
        foreach (var state in states.Values.OfType<FlowState.Calling>().Where(state => tools.HasEffect(state.Tool)))
        {
            var without = states.Values.FirstOrDefault(other => other is FlowState.Confirming asked ? asked.No == state.Name : other.Exits.Contains(state.Name));
            if (without is not null || start == state.Name)
                throw file.Wrong(state.Name, $"calls {state.Tool}, which has an effect, without a yes just before{(without is null ? "" : $": it is reached from {without.Name} as well")}");
        }
    }
}
