using System.Text.Json;
using System.Text.Json.Nodes;
using SlackFarSide.Workspaces;

namespace SlackFarSide.Api;

/// <summary>Block Kit, as far as an app's mistakes show; see https://docs.slack.dev/reference/block-kit/blocks.</summary>
internal static class Blocks
{
    public const int MostInMessage = 50;

    private const int LongestId = 255, LongestSection = 3000, LongestButton = 75, LongestValue = 2000, MostElements = 25;

    private static readonly HashSet<string> _types =
        ["section", "actions", "context", "divider", "header", "image", "input", "rich_text", "markdown", "table", "video", "file"];

    /// <summary>Checks blocks and gives names to those that have none.</summary>
    /// <exception cref="SlackError"><c>invalid_blocks</c>, with every reason.</exception>
    public static JsonElement? Check(JsonNode? node, int most)
    {
        if (node is null) return null;
        if (node is not JsonArray blocks || blocks.Any(block => block is not JsonObject)) throw new SlackError("invalid_blocks_format");
        var objections = new List<string>();
        if (blocks.Count > most) objections.Add($"no more than {most} items allowed [json-pointer:/blocks]");
        foreach (var (index, block) in blocks.Index())
            objections.AddRange(ObjectionsTo(block!.AsObject()).Select(why => $"{why} [json-pointer:/blocks/{index}]"));
        var ids = blocks.Select(block => block!.AsObject().TextOf("block_id")).OfType<string>();
        var twice = ids.CountBy(id => id).Where(id => id.Value > 1);
        objections.AddRange(twice.Select(id => $"block_id already exists: {id.Key} [json-pointer:/blocks]"));
        if (objections.Count > 0) throw new SlackError("invalid_blocks", [.. objections.Select(why => $"[ERROR] {why}")]);
        return JsonSerializer.SerializeToElement(Named(blocks));
    }

    /// <returns>The button as <c>block_actions</c> tells of it; null when there is none.</returns>
    public static JsonObject? ActionIn(JsonElement? blocks, string actionId)
    {
        var found = (blocks?.EnumerateArray() ?? default).Select(block => JsonObject.Create(block)!)
            .SelectMany(block => ElementsOf(block).Select(element => (Block: block.TextOf("block_id"), Element: element)))
            .FirstOrDefault(pair => pair.Element.TextOf("action_id") == actionId);
        if (found.Element?.DeepClone().AsObject() is not { } action) return null;
        action["block_id"] = found.Block;
        return action;
    }

    /// <summary><c>state.values</c> of a view.</summary>
    /// <exception cref="SlackError">Something required was left out: the modal would not let that happen.</exception>
    public static JsonObject StateOf(JsonArray blocks, JsonObject values)
    {
        var state = new JsonObject();
        foreach (var block in blocks.Select(block => block!.AsObject()).Where(block => block.TextOf("type") == "input"))
        {
            var (blockId, element) = (block.TextOf("block_id")!, block["element"]!.AsObject());
            var actionId = element.TextOf("action_id")!;
            var value = (values[blockId] as JsonObject)?.TextOf(actionId);
            if (value is null && !block.IsOn("optional")) throw new SlackError("required_input_missing", blockId);
            state[blockId] = new JsonObject { [actionId] = ValueOf(element, value) };
        }

        return state;
    }

    private static JsonObject ValueOf(JsonObject element, string? value)
    {
        var option = element["options"]?.AsArray().FirstOrDefault(option => option!.AsObject().TextOf("value") == value)?.DeepClone();
        return element.TextOf("type") switch
        {
            "plain_text_input" or "email_text_input" or "url_text_input" or "number_input" =>
                new() { ["type"] = element.TextOf("type"), ["value"] = value },
            "checkboxes" => new() { ["type"] = "checkboxes", ["selected_options"] = option is null ? [] : new JsonArray(option) },
            var type => new() { ["type"] = type, ["selected_option"] = option },
        };
    }

    private static IEnumerable<JsonObject> ElementsOf(JsonObject block) => block.TextOf("type") switch
    {
        "actions" => (block["elements"] as JsonArray ?? []).OfType<JsonObject>(),
        "section" when block["accessory"] is JsonObject accessory => [accessory],
        "input" when block["element"] is JsonObject element => [element],
        _ => [],
    };

    private static IEnumerable<string> ObjectionsTo(JsonObject block)
    {
        var type = block.TextOf("type");
        if (type is null || !_types.Contains(type)) yield return $"unsupported type: {type}";
        if (block.TextOf("block_id") is { Length: > LongestId }) yield return $"a block_id has up to {LongestId} characters";
        if (type == "section" && block["fields"] is null && !HasText(block, LongestSection))
            yield return $"a section's text has 1 to {LongestSection} characters";
        if (type == "header" && !HasText(block, 150)) yield return "a header's text has 1 to 150 characters";
        if (type == "actions" && ElementsOf(block).Count() is 0 or > MostElements) yield return $"1 to {MostElements} elements allowed";
        if (type == "context" && block["elements"] is not JsonArray { Count: > 0 and <= 10 }) yield return "1 to 10 elements allowed";
        foreach (var button in ElementsOf(block).Where(element => element.TextOf("type") == "button"))
        {
            if (!HasText(button, LongestButton)) yield return $"a button's text has 1 to {LongestButton} characters";
            if (button.TextOf("value") is { Length: > LongestValue }) yield return $"a value has up to {LongestValue} characters";
        }
    }

    private static bool HasText(JsonObject holder, int longest) =>
        holder["text"] is JsonObject text && text.TextOf("type") is not null && text.TextOf("text") is { } words && words.Length <= longest;

    private static JsonArray Named(JsonArray blocks)
    {
        var named = blocks.DeepClone().AsArray();
        foreach (var block in named.Select(block => block!.AsObject()))
        {
            block["block_id"] ??= Ids.New("")[..5];
            foreach (var element in ElementsOf(block)) element["action_id"] ??= Ids.New("")[..5];
        }

        return named;
    }
}
