using Fluid;

namespace AgentService.Flows;

/// <summary>A business process as data: states, what is said and asked in each, what is called, and where it goes on.</summary>
/// <param name="Version">Changes with the definition, so that a conversation of an older one is known.</param>
public sealed record FlowDefinition(string Start, IReadOnlyDictionary<string, FlowState> States, string Version)
{
    public FlowState? Find(string state) => States.GetValueOrDefault(state);
}

/// <summary>A station of a flow. What it says is said on arrival.</summary>
public abstract record FlowState(string Name, IFluidTemplate? Say)
{
    /// <summary>Whether the flow stands still here until the person has answered.</summary>
    public virtual bool Waits => false;

    /// <summary>Where it can go on.</summary>
    public abstract IEnumerable<string> Exits { get; }

    /// <summary>Says something, and goes on.</summary>
    public sealed record Passing(string Name, IFluidTemplate? Say, string Then) : FlowState(Name, Say)
    {
        public override IEnumerable<string> Exits => [Then];
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="Arguments">Templates, by the names of the tool's arguments.</param>
    /// <param name="Into">Where the result is kept.</param>
    /// <param name="None">Where it goes on when the tool found nothing.</param>
    public sealed record Calling(
        string Name, IFluidTemplate? Say, string Tool, IReadOnlyDictionary<string, IFluidTemplate> Arguments, string Into, string Then, string None)
        : FlowState(Name, Say)
    {
        public override IEnumerable<string> Exits => [Then, None];
    }

    /// <summary>Lets code decide.</summary>
    /// <param name="Into">Where the reasons are kept.</param>
    /// <param name="Cases">Where it goes on, by the rule's verdict.</param>
    public sealed record Deciding(string Name, IFluidTemplate? Say, string Rule, string Into, IReadOnlyDictionary<string, string> Cases) : FlowState(Name, Say)
    {
        public override IEnumerable<string> Exits => Cases.Values;
    }

    /// <summary>Asks something with few answers.</summary>
    public sealed record Asking(string Name, IFluidTemplate? Say, IReadOnlyList<FlowAnswer> Answers) : FlowState(Name, Say)
    {
        public override bool Waits => true;

        public override IEnumerable<string> Exits => Answers.Select(answer => answer.To);
    }

    /// <summary>Has the person choose from a list, by number or name.</summary>
    /// <param name="From">Where the list is kept, its parts joined by dots; each item has a <c>name</c>.</param>
    /// <param name="Answers">What else may be answered.</param>
    public sealed record Choosing(string Name, IFluidTemplate? Say, string From, string Into, string Then, IReadOnlyList<FlowAnswer> Answers) : FlowState(Name, Say)
    {
        public override bool Waits => true;

        public override IEnumerable<string> Exits => [Then, .. Answers.Select(answer => answer.To)];
    }

    /// <summary>Takes whatever the person says.</summary>
    public sealed record Listening(string Name, IFluidTemplate? Say, string Into, string Then, IReadOnlyList<FlowAnswer> Answers) : FlowState(Name, Say)
    {
        public override bool Waits => true;

        public override IEnumerable<string> Exits => [Then, .. Answers.Select(answer => answer.To)];
    }

    /// <summary>Asks for consent to what the state <paramref name="Yes"/> does, and names it.</summary>
    public sealed record Confirming(string Name, IFluidTemplate? Say, string Yes, string No) : FlowState(Name, Say)
    {
        public override bool Waits => true;

        public override IEnumerable<string> Exits => [Yes, No];
    }

    /// <summary>Is done: the router has the conversation again.</summary>
    public sealed record HandingBack(string Name, IFluidTemplate? Say) : FlowState(Name, Say)
    {
        public override IEnumerable<string> Exits => [];
    }
}

/// <summary>An answer that a state understands.</summary>
/// <param name="Phrases">How people say it; <c>yes</c> and <c>no</c> stand for all their forms.</param>
public sealed record FlowAnswer(string To, IReadOnlyList<string> Phrases);
