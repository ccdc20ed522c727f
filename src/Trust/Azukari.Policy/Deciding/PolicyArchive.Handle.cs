using Azukari.Policy.Deciding;

namespace Azukari.Policy.Compiling;

/// <summary>Decisions on who may have to do with items while no value of them is given out.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>
    /// Decides whether somebody may have to do with items of a person for a purpose: write them, or record what the person wants about them. What the version in
    /// force says of the recipient, the items, the kind of person, the case and the conditions, as for a read. A restriction, and a version the person has not answered,
    /// stop uses of data; they keep nobody from putting it right (APPI 34, 35).
    /// </summary>
    /// <returns>Why not; null when they may.</returns>
    public Refusal? DecideHandling(in ResolvedRequest request, in SubjectFacts facts)
    {
        if (!ReferenceEquals(request.Archive, this))
            return new StaleRequest(Generic(RefusalCodes.StaleRequest), InForce.Document);
        if (!facts.Kind.Exists || facts.Kind.Bit >= Vocabulary.Subjects.Length)
            return new UnknownSubjectKind(Generic(RefusalCodes.UnknownSubjectKind), InForce.Document);
        var verdict = Now(request, facts);
        return verdict.Permitted ? null : Refused(request, verdict, facts.Known);
    }
}
