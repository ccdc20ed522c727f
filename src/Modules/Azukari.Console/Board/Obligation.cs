using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Console.Board;

/// <summary>Something the policy makes the company do again and again.</summary>
/// <param name="Code">Its code: the clause, and what shows that it was done.</param>
/// <param name="Clause">The clause that promises it.</param>
/// <param name="Evidence">What shows that it was done: <c>review</c>, <c>audit</c>, <c>training</c>, …</param>
/// <param name="Owner">The role that sees to it.</param>
/// <param name="Every">How often.</param>
/// <param name="Said">Whether the policy itself says how often; else it is once a year.</param>
/// <param name="From">When it began to run: the first day of the first version that has it, or the day the company's records begin where that is later.</param>
internal sealed record Obligation(string Code, Clause Clause, string Evidence, string Owner, Period Every, bool Said, DateOnly From)
{
    private static readonly MeasureKind[] Recurring = [MeasureKind.Training, MeasureKind.RestoreDrill, MeasureKind.Review, MeasureKind.Supervision];

    /// <summary>The first date it is due after another.</summary>
    public DateOnly After(DateOnly date) => DateOnly.FromDateTime(Every.After(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(9))).DateTime);

    /// <summary>The first date that is not met yet; dates met count whole, so who is late is late until the date itself is met.</summary>
    public DateOnly Next(IReadOnlySet<DateOnly> met)
    {
        var due = After(From);
        while (met.Contains(due)) due = After(due);
        return due;
    }

    /// <summary>
    /// The obligations of the version in force: its recurring duties that are the company's own, and of its measures those that are done at intervals.
    /// A duty of each agent (a pledge) is theirs, and not on the company's board.
    /// </summary>
    /// <param name="versions">All published versions, oldest first.</param>
    /// <param name="recordsBegin">The day, in Japan, on which the first of them was published here: nobody can have been late with a record before.</param>
    public static IReadOnlyList<Obligation> Of(PolicyDocument inForce, IReadOnlyList<PolicyDocument> versions, DateOnly recordsBegin)
    {
        var year = Period.TryParse("P1Y", out var parsed) ? parsed : throw new InvalidOperationException("A year is a period.");
        DateOnly From(Clause clause, Func<Clause, bool> has)
        {
            var promised = versions.FirstOrDefault(v => v.FindClause(clause.Id) is { } then && has(then))?.Effective ?? inForce.Effective;
            return promised < recordsBegin ? recordsBegin : promised;
        }

        var all = new List<Obligation>();
        foreach (var clause in inForce.Clauses)
        {
            if (clause.Rule is DutyRule { Who.Length: 0 } duty)
                all.Add(new Obligation($"{clause.Id}/{duty.Evidence}", clause, duty.Evidence, "staff." + duty.Owner, duty.Every ?? year, duty.Every is not null, From(clause, c => c.Rule is DutyRule)));
            if (clause.Rule is not MeasureRule measure) continue;
            foreach (var kind in measure.Kinds.Where(Recurring.Contains))
            {
                var evidence = kind == MeasureKind.Review ? "access-review" : PolicyWords.Of(kind);
                all.Add(new Obligation($"{clause.Id}/{evidence}", clause, evidence, "staff.privacy-manager", year, false, From(clause, c => c.Rule is MeasureRule then && then.Kinds.Contains(kind))));
            }
        }

        return all;
    }
}
