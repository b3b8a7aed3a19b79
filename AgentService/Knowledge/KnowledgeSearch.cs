using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentService.Knowledge;

/// <summary>Finds the passages that answer a question, by PostgreSQL's full-text search. One round trip.</summary>
public sealed class KnowledgeSearch(NpgsqlDataSource database, IOptions<KnowledgeOptions> options)
{
    // Any word of the question may match. ts_rank says where one word stands (title, section, text; repetitions count little: ts_rank_cd would
    // add them up, and then a passage that says "laptop" ten times beats the one that answers). A word counts by its rarity, as in BM25, and the
    // sum is set against that of the whole question, so that one chance hit is no answer. Beyond five rare words a longer question needs no more
    // evidence. What is half as good as the best is only noise beside it. ts_rank gives a single hit 6/π² of its weight, hence the 1.645.
    private const string Sql =
        """
        with terms as materialized (
            select lexeme, ('''' || lexeme || '''')::tsquery as query from unnest(to_tsvector('english', $1))
        ), matches as materialized (
            select p.id, t.lexeme, least(1, 1.645 * ts_rank('{0, 0.35, 0.8, 1}', p.search, t.query)) as fit
            from terms t join knowledge_passages p on p.search @@ t.query
            where p.knowledge_base = any($2)
        ), rarities as (
            select lexeme, ln(1 + (select count(*) from knowledge_passages where knowledge_base = any($2))
                / (0.5 + greatest(1, count(m.id)))) as rarity
            from terms left join matches m using (lexeme) group by lexeme
        ), scores as (
            select m.id, sum(r.rarity * m.fit) / (select least(sum(rarity), 5 * max(rarity)) from rarities) as score
            from matches m join rarities r using (lexeme) group by m.id
        )
        select p.document, p.title, p.section, p.content, s.score::float8
        from scores s join knowledge_passages p using (id)
        where s.score >= $3 and s.score >= 0.5 * (select max(score) from scores)
        order by s.score desc, p.document, p.ordinal
        limit $4
        """;

    /// <param name="knowledgeBases">Where to look.</param>
    /// <returns>Best first; empty when nothing is good enough. Never fails because of what the question contains.</returns>
    public async Task<IReadOnlyList<FoundPassage>> FindAsync(
        string question, IReadOnlyList<string> knowledgeBases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledgeBases);
        var terms = SearchTerms.From(question);
        if (terms.Count == 0 || knowledgeBases.Count == 0) return [];

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(' ', terms) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. knowledgeBases] });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = options.Value.MinimumScore });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.MaxPassages });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FoundPassage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDouble(4)));
        }

        return found;
    }
}
