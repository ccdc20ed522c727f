using Azukari.Policy;

namespace Azukari.Join;

/// <summary>Settings of registration, section <c>Join</c>.</summary>
public sealed class JoinOptions
{
    /// <summary>
    /// Which optional items each kind of member is asked for, by item; what the policy requires is always asked. Only items the policy collects
    /// from that kind are asked, whatever stands here.
    /// </summary>
    public IDictionary<string, string[]> Ask { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["retail"] = ["kana", "phone", "mobile", "email", "payment-method", "sponsor"],
        ["vip"] = ["kana", "date-of-birth", "phone", "mobile", "email", "payment-method", "sponsor"],
        ["agent"] = ["kana", "gender", "phone", "mobile", "fax", "email", "residence-status", "payment-method", "bank-account", "sponsor"],
    };

    /// <summary>From what age somebody may be an agent, 0 to 99. Default 18, the age of majority (Civil Code 4).</summary>
    public int AgentAge { get; set; } = 18;

    /// <summary>Whether students may be agents. Default no: an applicant then declares not to be one.</summary>
    public bool AgentsMayBeStudents { get; set; }

    /// <summary>Kinds whose applications staff decides even where nothing is unclear. Default none.</summary>
    public IList<string> Review { get; } = [];

    /// <summary>How long an application waits for its e-mail address to be confirmed before it ends and what was given is erased: 1 hour to 30 days. Default three days.</summary>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long what was typed may be carried from the form to its sending: 10 minutes to 1 day. Default two hours.</summary>
    public TimeSpan CarryFor { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How many forms one address may send within ten minutes, 5 to 1000. Default 60.</summary>
    public int FormsFromOneAddress { get; set; } = 60;

    internal IReadOnlySet<ItemId> AskedOf(SubjectKind kind) =>
        Ask.TryGetValue(kind.Value, out var items) ? items.Select(item => ItemId.Parse(item)).ToHashSet() : new HashSet<ItemId>();

    internal IEnumerable<string> Problems()
    {
        foreach (var (kind, items) in Ask)
        {
            if (kind is not ("retail" or "vip" or "agent")) yield return $"Join:Ask has '{kind}', which is no kind of member: retail, vip or agent.";
            foreach (var item in items.Where(item => !ItemId.TryParse(item, out _))) yield return $"Join:Ask:{kind} has '{item}', which is no item's id.";
        }

        foreach (var kind in Review.Where(kind => kind is not ("retail" or "vip" or "agent"))) yield return $"Join:Review has '{kind}', which is no kind of member: retail, vip or agent.";
        if (AgentAge is < 0 or > 99) yield return "Join:AgentAge must be 0 to 99.";
        if (ConfirmWithin < TimeSpan.FromHours(1) || ConfirmWithin > TimeSpan.FromDays(30)) yield return "Join:ConfirmWithin must be 1 hour to 30 days.";
        if (CarryFor < TimeSpan.FromMinutes(10) || CarryFor > TimeSpan.FromDays(1)) yield return "Join:CarryFor must be 10 minutes to 1 day.";
        if (FormsFromOneAddress is < 5 or > 1000) yield return "Join:FormsFromOneAddress must be 5 to 1000.";
    }
}
