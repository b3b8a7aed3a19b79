using Npgsql;

namespace Load.Floor;

/// <summary>By which a repetition is known.</summary>
internal static class FloorInbox
{
    public static NpgsqlBatchCommand Inserting(string consumer, Guid[] ids) =>
        new("insert into floor.inbox (consumer, id) select $1, unnest($2::uuid[]) on conflict do nothing")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = consumer }, new NpgsqlParameter<Guid[]> { TypedValue = ids } },
        };
}
