using System.Globalization;
using System.Text.Json;
using Azukari.Policy.Document;

namespace Azukari.Policy.Writing;

/// <summary>Writes one rule as the policy file names its keys, lists expanded.</summary>
internal static class RuleJson
{
    /// <summary>The key of a rule in the policy file.</summary>
    public static string KeyOf(ClauseRule rule) => rule switch
    {
        PurposeRule => "purpose",
        IncidentalRule => "incidental",
        JointItemsRule or JointUsersRule or JointPurposesRule or JointManagerRule => "joint-use",
        AcquisitionRule => "acquisition",
        EntrustmentRule => "entrustment",
        GroundRule => "ground",
        RightRule => "right",
        DutyRule => "duty",
        MeasureRule => "measure",
        RevisionRule => "revision",
        LiabilityRule => "liability",
        _ => "statement",
    };

    public static void Write(Utf8JsonWriter json, ClauseRule rule)
    {
        if (rule is StatementRule)
        {
            json.WriteBooleanValue(true);
            return;
        }
        json.WriteStartObject();
        switch (rule)
        {
            case PurposeRule r:
                List(json, "subjects", r.Subjects);
                json.WriteString("case", PolicyWords.Of(r.Case));
                json.WriteBoolean("bounded", r.Bounded);
                Optional(json, "statutory", r.Statutory);
                json.WriteBoolean("pseudonymise", r.Pseudonymise);
                Optional(json, "aim", r.Aim is { } aim ? PolicyWords.Of(aim) : null);
                json.WriteStartArray("grants");
                foreach (var grant in r.Grants)
                {
                    json.WriteStartObject();
                    List(json, "to", grant.To);
                    List(json, "items", grant.Items);
                    List(json, "subjects", grant.Subjects);
                    List(json, "when", grant.When.Select(PolicyWords.Of));
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
            case IncidentalRule r:
                List(json, "parents", r.Parents);
                Optional(json, "approval", r.Approval);
                json.WriteStartArray("uses");
                foreach (var use in r.Uses)
                    Use(json, use);
                json.WriteEndArray();
                break;
            case JointItemsRule r:
                List(json, "items", r.Items);
                break;
            case JointUsersRule r:
                JointUsers(json, r);
                break;
            case JointPurposesRule r:
                List(json, "purposes", r.Purposes);
                break;
            case JointManagerRule r:
                json.WriteStartObject("manager");
                Text(json, "name", r.Name);
                Detail(json, "address", r.Address);
                Detail(json, "representative", r.Representative);
                json.WriteEndObject();
                break;
            case AcquisitionRule r:
                List(json, "subjects", r.Subjects);
                json.WriteStartArray("items");
                foreach (var item in r.Items)
                {
                    json.WriteStartObject();
                    json.WriteString("item", item.Item.Value);
                    json.WriteString("need", item.Required ? "required" : "optional");
                    List(json, "subjects", item.Subjects);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                List(json, "channels", r.Channels.Select(PolicyWords.Of));
                List(json, "consent", r.Consent);
                List(json, "told-first", r.ToldFirst);
                break;
            case EntrustmentRule r:
                List(json, "to", r.To);
                json.WriteString("contract", "required");
                List(json, "covers", r.Covers.Select(PolicyWords.Of));
                json.WriteString("re-entrustment", PolicyWords.Of(r.ReEntrustment));
                break;
            case GroundRule r:
                List(json, "to", r.To);
                List(json, "items", r.Items);
                List(json, "requires", r.Requires.Select(PolicyWords.Of));
                json.WriteBoolean("within-purpose", r.WithinPurpose);
                json.WriteBoolean("review", r.Review);
                Optional(json, "article", r.Article);
                break;
            case RightRule r:
                json.WriteString("of", PolicyWords.Of(r.Of));
                List(json, "to", r.To);
                List(json, "items", r.Items);
                Optional(json, "identity", r.IdentityConfirmed ? "confirmed" : null);
                Optional(json, "deadline", r.Deadline?.ToString());
                List(json, "refusals", r.Refusals.Select(PolicyWords.Of));
                Optional(json, "warns", r.WarnsOfCancellation ? "registration-cancelled" : null);
                json.WriteBoolean("published", r.Published);
                break;
            case DutyRule r:
                List(json, "who", r.Who);
                json.WriteString("owner", r.Owner);
                Optional(json, "every", r.Every?.ToString());
                json.WriteString("evidence", r.Evidence);
                List(json, "gates", r.Gates);
                break;
            case MeasureRule r:
                List(json, "kinds", r.Kinds.Select(PolicyWords.Of));
                json.WriteBoolean("published", r.Published);
                break;
            case RevisionRule r:
                json.WriteString("notice", PolicyWords.Of(r.Notice));
                json.WriteString("effective", PolicyWords.Of(r.Effective));
                break;
            case LiabilityRule r:
                json.WriteString("excludes", PolicyWords.Of(r.Excludes));
                break;
            default:
                break;
        }
        json.WriteEndObject();
    }

    public static void Text(Utf8JsonWriter json, string key, LocalText? text)
    {
        if (text is null)
            return;
        json.WriteStartObject(key);
        json.WriteString("ja", text.Ja);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    public static void Detail(Utf8JsonWriter json, string key, CompanyDetail? detail)
    {
        if (detail is null)
            return;
        json.WriteStartObject(key);
        json.WriteString("ja", detail.Text.Ja);
        json.WriteString("en", detail.Text.En);
        json.WriteBoolean("specimen", detail.Specimen);
        json.WriteEndObject();
    }

    public static void Optional(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
            json.WriteString(key, value);
    }

    public static void List<T>(Utf8JsonWriter json, string key, IEnumerable<T> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
            json.WriteStringValue(value!.ToString());
        json.WriteEndArray();
    }

    private static void Use(Utf8JsonWriter json, IncidentalUse use)
    {
        json.WriteStartObject();
        json.WriteString("id", use.Id);
        json.WriteString("parent", use.Parent.Value);
        Text(json, "label", use.Label);
        List(json, "to", use.To);
        List(json, "items", use.Items);
        if (use.Approved is { } approved)
        {
            json.WriteStartObject("approved");
            json.WriteString("by", approved.By);
            json.WriteString("on", approved.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void JointUsers(Utf8JsonWriter json, JointUsersRule rule)
    {
        List(json, "to", rule.To);
        List(json, "subjects", rule.Subjects);
        if (!rule.Items.IsEmpty)
            List(json, "items", rule.Items);
        json.WriteBoolean("open-ended", rule.OpenEnded);
        Optional(json, "handled-as", rule.HandledAsEntrustment ? "entrustment" : null);
        json.WriteStartArray("named");
        foreach (var user in rule.Named)
        {
            json.WriteStartObject();
            Text(json, "name", user.Name);
            Optional(json, "country", user.Country);
            Text(json, "address", user.Address);
            Text(json, "measures", user.Measures);
            json.WriteBoolean("specimen", user.Specimen);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
