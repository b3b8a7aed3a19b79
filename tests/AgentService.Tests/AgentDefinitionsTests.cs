using System.Collections.Frozen;
using AgentService.Agents;
using AgentService.Flows;
using AgentService.Safety;

namespace AgentService.Tests;

public sealed class AgentDefinitionsTests : IDisposable
{
    private const string Router = "name: routing-agent\ndescription: I route.\ninstructions: Be brief.\nknowledge: [cars]\n";

    private static readonly FrozenSet<string> _knowledgeBases = FrozenSet.Create("cars");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("agents-");

    [Fact]
    public void A_definition_is_read()
    {
        Write("router.yaml", Router + "examples:\n  - Why?\nmax_concurrent_turns: 7\n");

        var agent = Assert.Single(Load());

        Assert.Equal(("routing-agent", "I route.", "Be brief.", 7), (agent.Name, agent.Description, agent.Instructions, agent.MaxConcurrentTurns));
        Assert.Equal(["cars"], agent.Knowledge);
        Assert.Equal(["Why?"], agent.Examples);
    }

    [Fact]
    public void Instructions_may_stand_in_a_file_beside_it()
    {
        Write("router.yaml", Router.Replace("instructions: Be brief.", "instructions_file: router.md", StringComparison.Ordinal));
        Write("router.md", "# Be brief");

        Assert.Equal("# Be brief", Assert.Single(Load()).Instructions);
    }

    [Fact]
    public void What_a_definition_does_not_say_comes_from_the_configuration()
    {
        Write("router.yaml", Router);

        Assert.Equal(5, Assert.Single(Load()).MaxConcurrentTurns);
    }

    [Theory]
    [InlineData("", GuardLevel.Standard)]
    [InlineData("guard: standard", GuardLevel.Standard)]
    [InlineData("guard: strict", GuardLevel.Strict)]
    public void A_guard_is_standard_unless_it_is_strict(string line, GuardLevel level)
    {
        Write("router.yaml", Router + line);

        Assert.Equal(level, Assert.Single(Load()).Guard);
    }

    [Theory]
    [InlineData("name: routing-agent", "name: Routing Agent", "name", 1)]
    [InlineData("name: routing-agent", "name: system", "name", 1)]
    [InlineData("name: routing-agent", "", "name", null)]
    [InlineData("description: I route.", "", "description", null)]
    [InlineData("description: I route.", "description: [I, route]", "description", 2)]
    [InlineData("instructions: Be brief.", "", "instructions", null)]
    [InlineData("instructions: Be brief.", "instructions_file: missing.md", "instructions_file", 3)]
    [InlineData("instructions: Be brief.", "instructions_file: ../router.yaml", "instructions_file", 3)]
    [InlineData("knowledge: [cars]", "knowledge: [boats]", "knowledge", 4)]
    [InlineData("knowledge: [cars]", "knowledge: cars", "knowledge", 4)]
    [InlineData("knowledge: [cars]", "max_concurrent_turns: 0", "max_concurrent_turns", 4)]
    [InlineData("knowledge: [cars]", "model: faster", "model", 4)]
    [InlineData("knowledge: [cars]", "otherwise: nobody", "otherwise", 4)]
    [InlineData("knowledge: [cars]", "otherwise: routing-agent", "otherwise", 4)]
    [InlineData("knowledge: [cars]", "phrases: [help]", "phrases", 4)]
    [InlineData("knowledge: [cars]", "max_concurrent_turns: many", "max_concurrent_turns", 4)]
    [InlineData("knowledge: [cars]", "guard: none", "guard", 4)]
    [InlineData("knowledge: [cars]", "knowlege: [cars]", "knowlege", 4)]
    public void A_wrong_definition_is_refused_by_file_line_and_key(string right, string wrong, string key, int? line)
    {
        Write("router.yaml", Router.Replace(right, wrong, StringComparison.Ordinal));

        var message = Assert.Throws<AgentDefinitionException>(Load).Message;

        Assert.Contains(line is null ? "router.yaml:" : $"router.yaml, line {line}:", message, StringComparison.Ordinal);
        Assert.Contains($"'{key}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: [")]
    [InlineData("just a text")]
    [InlineData("")]
    [InlineData("name: a\nname: b")]
    public void What_is_no_mapping_is_refused_by_file(string yaml)
    {
        Write("router.yaml", yaml);

        Assert.Contains("router.yaml", Assert.Throws<AgentDefinitionException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_agents_of_one_name_are_refused()
    {
        Write("a.yaml", Router);
        Write("b.yaml", Router);

        Assert.Contains("b.yaml, line 1: 'name'", Assert.Throws<AgentDefinitionException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_always_a_router() =>
        Assert.Contains(AgentDirectory.RouterName, Assert.Throws<AgentDefinitionException>(Load).Message, StringComparison.Ordinal);

    public void Dispose() => _directory.Delete(recursive: true);

    private IReadOnlyList<AgentDefinition> Load() => AgentDefinitions.Load(_directory.FullName, _knowledgeBases, maxConcurrentTurns: 5, new FlowReader(new([], []), []), ["default", "fast"]);

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_directory.FullName, file), content);
}
