/**
 * Makes the replica set of one member and the account of API and worker. Runs at every start with mongosh; what is
 * there already is left as it is, but the account's password follows MONGODB_PASSWORD.
 */
const databases = ['zhengzhi', 'zhengzhi-rehearsal'];
const admin = db.getSiblingDB('admin');
admin.auth('root', process.env.MONGODB_ROOT_PASSWORD);

try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

const account = {
  pwd: process.env.MONGODB_PASSWORD,
  roles: databases.map((database) => ({ role: 'readWrite', db: database })),
};
if (admin.getUser('zhengzhi') === null) admin.createUser({ user: 'zhengzhi', ...account });
else admin.updateUser('zhengzhi', account);
print(`MongoDB: ${rs.conf()._id} is ready; zhengzhi may read and write ${databases.join(' and ')}`);
