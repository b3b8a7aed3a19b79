using System.Text.Json.Nodes;

namespace AgentService.Tools.Laptops;

/// <summary><c>laptops.find</c>: the laptop of the person who asks, and of nobody else.</summary>
internal sealed class FindLaptopTool(People people)
    : ReadingTool("laptops.find", "Finds the laptop that the person has, with its age and region.", new() { ["type"] = "object", ["properties"] = new JsonObject() })
{
    protected override JsonObject? Read(ToolCall asked) => people.Find(asked.UserId)?.ToJson();
}
