using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>Whether a version says how people were told of everything it widens.</summary>
internal static class ChangeChecks
{
    public static void Run(LintReport report, PolicyDocument previous)
    {
        foreach (var widening in PolicyDiff.Compare(previous, report.Document).Widenings)
        {
            var clause = report.Document.FindClause(widening.Clause);
            var at = clause?.Rule.Position ?? new SourcePosition(1, 1);
            var heading = clause?.Heading ?? new LocalText(widening.Clause.Value, widening.Clause.Value);
            if (widening.Declared is null)
                report.Error("widening-undeclared", "APPI 21(3)", clause, at, heading);
            else if (widening.JointUse && widening.Declared != NoticeKind.Consented)
                report.Error("joint-widening-without-consent", "APPI 27(6)", clause, at, heading);
        }
    }
}
