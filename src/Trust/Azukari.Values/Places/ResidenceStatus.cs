using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A status of residence (在留資格, Immigration Control Act, appended tables), or that none is needed: Japanese nationality, special permanent residence.</summary>
public sealed record ResidenceStatus : IValue<ResidenceStatus>
{
    private static readonly FrozenDictionary<string, Label> Written = Label.Index(
    [
        new("japanese-national", "日本国籍", "Japanese national", "日本", "日本人", "不要", "対象外"),
        new("diplomat", "外交", "Diplomat"), new("official", "公用", "Official"), new("professor", "教授", "Professor"),
        new("artist", "芸術", "Artist"), new("religious-activities", "宗教", "Religious Activities"), new("journalist", "報道", "Journalist"),
        new("highly-skilled-professional", "高度専門職", "Highly Skilled Professional", "高度専門職1号", "高度専門職2号", "高度専門職1号イ", "高度専門職1号ロ", "高度専門職1号ハ"),
        new("business-manager", "経営・管理", "Business Manager", "投資・経営"), new("legal-accounting-services", "法律・会計業務", "Legal/Accounting Services"),
        new("medical-services", "医療", "Medical Services"), new("researcher", "研究", "Researcher"), new("instructor", "教育", "Instructor"),
        new("engineer-humanities-international", "技術・人文知識・国際業務", "Engineer/Specialist in Humanities/International Services", "技術", "人文知識・国際業務"),
        new("intra-company-transferee", "企業内転勤", "Intra-company Transferee"), new("nursing-care", "介護", "Nursing Care"),
        new("entertainer", "興行", "Entertainer"), new("skilled-labor", "技能", "Skilled Labor"),
        new("specified-skilled-worker", "特定技能", "Specified Skilled Worker", "特定技能1号", "特定技能2号"),
        new("technical-intern-training", "技能実習", "Technical Intern Training", "技能実習1号", "技能実習2号", "技能実習3号"),
        new("employment-for-skill-development", "育成就労", "Employment for Skill Development"),
        new("cultural-activities", "文化活動", "Cultural Activities"), new("temporary-visitor", "短期滞在", "Temporary Visitor"),
        new("student", "留学", "Student"), new("trainee", "研修", "Trainee"), new("dependent", "家族滞在", "Dependent"),
        new("designated-activities", "特定活動", "Designated Activities"), new("permanent-resident", "永住者", "Permanent Resident", "永住"),
        new("spouse-of-japanese-national", "日本人の配偶者等", "Spouse or Child of Japanese National", "日本人の配偶者"),
        new("spouse-of-permanent-resident", "永住者の配偶者等", "Spouse or Child of Permanent Resident", "永住者の配偶者"),
        new("long-term-resident", "定住者", "Long-Term Resident", "定住"), new("special-permanent-resident", "特別永住者", "Special Permanent Resident"),
    ]);

    private readonly Label _label;

    private ResidenceStatus(Label label) => _label = label;

    /// <summary>The stable code, for instance <c>permanent-resident</c>.</summary>
    public string Code => _label.Code;

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ResidenceStatus? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 100, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        return Written.TryGetValue(line.ToLowerInvariant(), out var label)
            ? Outcome.Accept(new ResidenceStatus(label), out value, out error)
            : Outcome.Refuse(ValueErrorCode.ResidenceStatusUnknown, out value, out error);
    }

    public static ResidenceStatus FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var status, out _) ? status : throw Outcome.NotStored(nameof(ResidenceStatus));

    public StoredValue ToStored() => StoredValue.FromText(Code);

    public string ToDisplay(CultureInfo culture) => _label.In(culture);

    public override string ToString() => nameof(ResidenceStatus);
}
