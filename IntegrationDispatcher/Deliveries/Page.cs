using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>The part of a list that a caller asks for by <c>limit</c> and <c>offset</c>.</summary>
internal sealed record Page(int Limit, int Offset, FieldErrors Errors)
{
    public const string TotalHeader = "X-Total-Count";

    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static Page Read(IQueryCollection query)
    {
        var errors = new FieldErrors();
        return new(Number(query, "limit", DefaultLimit, 1, MaxLimit, errors), Number(query, "offset", 0, 0, int.MaxValue, errors), errors);
    }

    public IQueryable<TRow> Of<TRow>(IQueryable<TRow> rows) => rows.Skip(Offset).Take(Limit);

    public static async Task PutTotalOnAsync<TRow>(HttpResponse response, IQueryable<TRow> rows, CancellationToken cancellationToken) =>
        response.Headers[TotalHeader] = (await rows.LongCountAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);

    private static int Number(IQueryCollection query, string name, int absent, int min, int max, FieldErrors errors)
    {
        if (!query.TryGetValue(name, out var text)) return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number between {min} and {max}"));
        return absent;
    }
}
