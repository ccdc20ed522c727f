using Azukari.Policy.Deciding;

namespace Azukari.Policy.Compiling;

/// <summary>Which version widened an access.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>
    /// Whether a version permits the item where the one before, as things stood alike, did not; whatever stands today. What holds of a person must not
    /// say which version widened: else a consent withdrawn could do away with a question that was never answered.
    /// </summary>
    /// <param name="place">The version; not the first.</param>
    /// <param name="how">The strictest notice of its widenings of this access.</param>
    /// <param name="widened">What it says where it widens.</param>
    private bool Widens(int place, in ResolvedRequest request, SubjectIndex kind, ItemSet item, ulong kinds, out NoticeKind how, out Verdict widened)
    {
        how = NoticeKind.Published;
        widened = default;
        var found = false;
        ReadOnlySpan<ConsentFact> consent = [new ConsentFact(request.Purpose, request.Recipient, item, Live: true)];
        // Every state of the conditions in question, with and without a consent and a case: some four for staff, at most some dozens.
        var holding = ConditionSet.Empty;
        do
        {
            for (var rest = 0; rest < 4; rest++)
            {
                var assumed = new SubjectFacts { Kind = kind, Known = holding, True = holding, Case = (rest & 1) != 0, Consents = (rest & 2) != 0 ? consent : default };
                var verdict = new Evaluator(_versions[place], request, assumed).Evaluate(item, kinds);
                if (!verdict.Permitted || new Evaluator(_versions[place - 1], request, assumed).Evaluate(item, kinds).Permitted)
                    continue;
                var told = HowToTell(_versions[place], verdict);
                if (!found || told > how)
                    (how, widened) = (told, verdict);
                found = true;
            }
            holding = holding.NextWithin(request.Needs);
        }
        while (!holding.IsEmpty);
        return found;
    }
}
