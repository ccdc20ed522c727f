using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>Whether a version says how people were told of everything it widens.</summary>
internal static class ChangeChecks
{
    public static void Run(LintReport report, PolicyDocument previous)
    {
        foreach (var widening in PolicyDiff.Compare(previous, report.Document).Undeclared)
        {
            var clause = report.Document.FindClause(widening.Clause);
            var at = clause?.Rule.Position ?? new SourcePosition(1, 1);
            var heading = clause?.Heading ?? new LocalText(widening.Clause.Value, widening.Clause.Value);
            if (widening.JointUse && widening.Declared is not null)
                report.Error("joint-widening-without-consent", "APPI 27(6)", clause, at, heading);
            else
                report.Error("widening-undeclared", "APPI 21(3)", clause, at, heading);
        }
    }
}
