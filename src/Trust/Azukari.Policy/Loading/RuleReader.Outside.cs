using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>The rules about what leaves the company, about rights and duties.</summary>
internal sealed partial class RuleReader
{
    private EntrustmentRule Entrustment(Reader reader)
    {
        var contract = reader.Scalar("contract", "'contract'");
        if (contract is not (null or "required"))
            errors.Add(reader.PositionOf("contract"), $"'{Shown.Text(contract)}' is no term of an entrustment", "write required: nothing is entrusted without a contract");
        var covers = reader.Words<EntrustmentCover>("covers", "kind of data");
        return new EntrustmentRule(
            recipients.List(reader, "to", "the recipients"), contract is not null, covers.IsEmpty ? [EntrustmentCover.PersonalData] : covers,
            reader.Word<ReEntrustment>("re-entrustment", "rule of re-entrustment") ?? ReEntrustment.Prohibited, reader.Position);
    }

    private GroundRule Ground(Reader reader)
    {
        var article = reader.Scalar("article", "the article", 20);
        if (article is not null && !Article().IsMatch(article))
            errors.Add(reader.PositionOf("article"), $"'{Shown.Text(article)}' is no article", "write it as \"27(1)(2)\", without the name of the act, which is the APPI");
        var requires = reader.Conditions("requires", "condition");
        return new GroundRule(
            recipients.List(reader, "to", "the recipients"), ItemsOrAll(reader), requires, reader.Flag("within-purpose", "'within-purpose'", false),
            reader.Flag("review", "'review'", false), article, reader.Position);
    }

    private RightRule Right(Reader reader)
    {
        var identity = reader.Scalar("identity", "'identity'");
        if (identity is not (null or "confirmed"))
            errors.Add(reader.PositionOf("identity"), $"'{Shown.Text(identity)}' is no way to treat the identity", "write confirmed or leave it out");
        var warns = reader.Scalar("warns", "'warns'");
        if (warns is not (null or "registration-cancelled"))
            errors.Add(reader.PositionOf("warns"), $"'{Shown.Text(warns)}' is nothing to warn of", "write registration-cancelled or leave it out");
        return new RightRule(
            reader.Word<RightKind>("of", "right") ?? RightKind.Disclosure, recipients.List(reader, "to", "who exercises it"), ItemsOrAll(reader), identity is not null,
            reader.Period("deadline", "the deadline"), reader.Words<RightRefusal>("refusals", "reason to refuse a right"), warns is not null,
            reader.Flag("published", "'published'", false), reader.Position);
    }

    private DutyRule Duty(Reader reader) => new(
        subjects.List(reader, "who", "who has the duty"), Role(reader, "owner", "the owner") ?? "-", reader.Period("every", "how often it is due"),
        Role(reader, "evidence", "the evidence") ?? "-", recipients.List(reader, "gates", "the recipients it gates"), reader.Position);

    /// <summary>A list of items, or the word "all": all declared items but Individual Numbers.</summary>
    private ImmutableArray<ItemId> ItemsOrAll(Reader reader)
    {
        if (reader["items"] is null or YamlScalar { Value: "all" })
            return [.. declared.Where(i => i.Category != ItemCategory.IndividualNumber).Select(i => i.Id)];
        return items.List(reader, "items", "the items");
    }

    [GeneratedRegex(@"\A[0-9]{1,3}(?:-[0-9]{1,2})*(?:\([0-9]{1,2}\))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Article();
}
