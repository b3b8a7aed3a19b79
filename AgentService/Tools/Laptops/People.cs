using System.Globalization;
using System.Text.Json.Nodes;

namespace AgentService.Tools.Laptops;

/// <summary>A person of the demo directory, with their laptop.</summary>
internal sealed record Person(
    string Email, string Name, string Region, string LaptopModel, string LaptopClass, string SerialNumber, DateOnly IssuedOn, DateOnly WarrantyUntil)
{
    /// <summary>The laptop, as agents and flows know it.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["region"] = Region,
        ["model"] = LaptopModel,
        ["class"] = LaptopClass,
        ["serial_number"] = SerialNumber,
        ["issued_on"] = Day(IssuedOn),
        ["warranty_until"] = Day(WarrantyUntil),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The demo directory: who has which laptop. Read once from <c>Config/data/people.csv</c>.</summary>
internal sealed class People
{
    private const string Header = "email,name,region,laptop_model,laptop_class,serial_number,issued_on,warranty_until";

    private readonly Dictionary<string, Person> _byEmail;

    private People(IEnumerable<Person> people) => _byEmail = people.ToDictionary(person => person.Email, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FormatException">A line is wrong; the message says which.</exception>
    public static People Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines is not [Header, .. var rows]) throw new FormatException($"{path}, line 1: must be {Header}");
        return new(rows.Select((row, index) => PersonIn(row) ?? throw new FormatException($"{path}, line {index + 2}: must have eight fields, dates as yyyy-MM-dd")));
    }

    /// <returns>Null for somebody the directory does not know.</returns>
    public Person? Find(string userId) => _byEmail.GetValueOrDefault(userId);

    private static Person? PersonIn(string row) =>
        row.Split(',') is [var email, var name, var region, var model, var use, var serial, var issued, var warranty] && Day(issued) is { } from && Day(warranty) is { } until
            ? new(email, name, region, model, use, serial, from, until) : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
