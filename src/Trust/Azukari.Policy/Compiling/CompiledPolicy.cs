using Azukari.Policy.Document;

namespace Azukari.Policy.Compiling;

/// <summary>One version, compiled to masks over a vocabulary. Immutable.</summary>
public sealed class CompiledPolicy
{
    internal CompiledPolicy(PolicyDocument document, Vocabulary vocabulary, VersionIndex index)
    {
        Document = document;
        Vocabulary = vocabulary;
        Index = index;
        new PolicyCompiler(this).Compile();
    }

    /// <summary>The document it was compiled from.</summary>
    public PolicyDocument Document { get; }

    /// <summary>The vocabulary of its archive.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Its version.</summary>
    public PolicyVersion Version => Document.Version;

    /// <summary>Its place in the archive.</summary>
    public VersionIndex Index { get; }

    internal Entry?[] Entries { get; set; } = [];

    internal RecipientTerms[] Recipients { get; set; } = [];

    internal ItemSet Declared { get; set; }

    internal ItemSet IndividualNumbers { get; set; }

    internal ItemSet SpecialCare { get; set; }

    internal JointItems[] JointItems { get; set; } = [];

    /// <summary>The clauses on joint users, in the order of their ids.</summary>
    internal Entry[] JointUsers { get; set; } = [];

    internal JointPurposes[] JointPurposes { get; set; } = [];

    internal EntrustmentTerms[] Entrustments { get; set; } = [];

    /// <summary>Clauses that call entrustees joint users.</summary>
    internal EntrustmentTerms[] CalledJointUsers { get; set; } = [];

    internal DutyGate[] Gates { get; set; } = [];

    internal Collected[] Collected { get; set; } = [];

    /// <summary>Clauses by refusal code.</summary>
    internal Dictionary<string, Clause> RefusedBy { get; set; } = [];

    /// <summary>Notices by the rank of their clauses.</summary>
    internal NoticeKind?[] Notices { get; set; } = [];

    /// <summary>Ranks of clauses whose rule differs from the version before. Set by the archive.</summary>
    internal bool[] Changed { get; set; } = [];

    internal Entry? EntryOf(PurposeIndex purpose) => purpose.Exists && purpose.Place < Entries.Length ? Entries[purpose.Place] : null;

    internal RecipientTerms TermsOf(RecipientIndex recipient) => recipient.Exists && recipient.Bit < Recipients.Length ? Recipients[recipient.Bit] : default;

    internal Clause ClauseAt(int rank) => Document.FindClause(Vocabulary.ClauseAt(rank))!;
}
