using Azukari.Policy;
using Azukari.Policy.Compiling;

namespace Azukari.Company.Settings;

/// <summary>Checks settings against the policies: a role, purpose or item nobody published is a slip of the pen that would only ever refuse.</summary>
internal static class SettingsCheck
{
    public static void Against(PolicyArchive policies, CompanySettings settings)
    {
        var words = policies.Vocabulary;
        foreach (var person in settings.Operators.Values)
        {
            foreach (var role in person.Roles)
            {
                if (!words.Find(RecipientKind.Parse(role)).Exists)
                    throw Unknown($"operators.{person.Login}.roles", role, words.Recipients.Select(r => r.Value));
            }
        }

        for (var i = 0; i < settings.Contracts.Count; i++)
        {
            var contract = settings.Contracts[i];
            if (!words.Find(RecipientKind.Parse(contract.Recipient)).Exists)
                throw Unknown($"contracts[{i}].recipient", contract.Recipient, words.Recipients.Select(r => r.Value));
            foreach (var purpose in contract.Purposes)
                if (!words.Find(ClauseId.Parse(purpose)).Exists) throw Unknown($"contracts[{i}].purposes", purpose, words.Purposes.Select(p => p.Value));
            foreach (var item in contract.Items)
                if (!words.Find(ItemId.Parse(item)).Exists) throw Unknown($"contracts[{i}].items", item, words.Items.Select(item => item.Value));
        }
    }

    private static SettingsException Unknown(string setting, string given, IEnumerable<string> allowed)
    {
        var list = string.Join(", ", allowed.Order(StringComparer.Ordinal));
        return new SettingsException(
            $"{SettingsFile.Name}: {setting}", $"{given} は方針にありません。使えるもの: {list}", $"{given} is not in the policy. Allowed: {list}");
    }
}
