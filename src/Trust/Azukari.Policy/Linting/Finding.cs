using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>How grave a finding is. None of them stops a document from being loaded.</summary>
public enum FindingSeverity
{
    /// <summary>Worth a thought.</summary>
    Warning,
    /// <summary>As we read it, the law asks for something the policy does not have, or the policy contradicts itself.</summary>
    Error,
}

/// <summary>Something the linter found. Citations of law are an engineer's reading, not legal advice.</summary>
/// <param name="Code">A stable code, listed with its reason in docs/policy-lint.md.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Article">The provision behind it: "APPI 27(5)".</param>
/// <param name="Clause">The clause; null when the policy as a whole lacks something.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Message">What was found.</param>
/// <param name="Mend">What would mend it.</param>
public sealed record Finding(
    string Code, FindingSeverity Severity, string Article, ClauseId? Clause, SourcePosition Position, LocalText Message, LocalText Mend);
